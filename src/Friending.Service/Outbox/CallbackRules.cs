using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Friending.Service.Outbox;

/// <summary>Settings, section <c>Callbacks</c>: where events may be sent on a request's behalf.</summary>
public sealed class CallbackOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Callbacks";

    /// <summary>
    /// Hosts that may be called: <c>flows.example.org</c>, <c>flows.example.org:8443</c>, or <c>*.example.org</c> for every host
    /// below that name. Empty: none.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Whether this machine may be called, also without TLS. Only code can say so, no setting: only the local host does.</summary>
    public bool AllowsLocal { get; private set; }

    /// <summary>Lets this machine be called.</summary>
    public void AllowLocal() => AllowsLocal = true;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => AllowedHosts.Index()
        .Where(h => !IsForm(h.Item))
        .Select(h => new ValidationResult(
            FormattableString.Invariant($"{Section}:AllowedHosts:{h.Index} must be a host such as flows.example.org, with or without ")
                + "a port, or *.example.org for every host below that name.", [nameof(AllowedHosts)]));

    // With a letter in the place of the star it is an address of that host and no more.
    private static bool IsForm(string allowed) =>
        Uri.TryCreate($"https://{(allowed.StartsWith("*.", StringComparison.Ordinal) ? $"a{allowed[1..]}" : allowed)}/", UriKind.Absolute,
            out var uri)
        && Uri.CheckHostName(uri.IdnHost) != UriHostNameType.Unknown && uri is { UserInfo: "", PathAndQuery: "/", Fragment: "" }
        && !uri.Host.EndsWith('.');
}

/// <summary>Which addresses a request may name as its callback.</summary>
public sealed class CallbackRules(IOptions<CallbackOptions> options)
{
    private const int MaxLength = 2048;
    private const int HttpsPort = 443;

    /// <summary>Why the address is refused, without repeating it; null if it is not.</summary>
    public string? WhyNot(string address)
    {
        if (WhyNotAnyHost(address) is { } why)
            return why;
        var uri = new Uri(address);
        return IsLocal(uri)
            || options.Value.AllowedHosts.Any(allowed => Allows(allowed, uri)) ? null : "The host is not on the list of allowed ones.";
    }

    /// <summary>Why the address is refused, whatever its host, without repeating it; null if it is not.</summary>
    internal string? WhyNotAnyHost(string address)
    {
        if (address.Length > MaxLength)
            return FormattableString.Invariant($"Must be at most {MaxLength} characters.");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return "Must be an absolute address.";
        if (uri.Scheme != Uri.UriSchemeHttps && !(IsLocal(uri) && uri.Scheme == Uri.UriSchemeHttp))
            return "Must be an https address.";
        return uri.UserInfo.Length > 0 ? "Must not hold a user name or password." : null;
    }

    private bool IsLocal(Uri uri) => options.Value.AllowsLocal && uri.IsLoopback;

    private static bool Allows(string allowed, Uri uri)
    {
        var (host, port) = allowed.LastIndexOf(':') is > 0 and var colon && int.TryParse(allowed.AsSpan(colon + 1), out var number)
            ? (allowed[..colon], number)
            : (allowed, HttpsPort);
        // As it goes over the wire: an international name in ASCII, an IPv6 address in brackets.
        var called = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        var isHost = host.StartsWith("*.", StringComparison.Ordinal)
            ? called.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase) && called.Length > host.Length - 1
            : called.Equals(host, StringComparison.OrdinalIgnoreCase);
        return isHost && uri.Port == port;
    }
}
