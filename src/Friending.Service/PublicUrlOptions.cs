namespace Friending.Service;

/// <summary>Settings, section <c>Friending</c>: where others reach the service.</summary>
public sealed class PublicUrlOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Friending";

    /// <summary>
    /// The address that comes before every path of the service, such as <c>https://friending.example.org</c>; https, except for a
    /// loopback address. Absent: nobody knows but on a developer's machine, where it is the address that was called.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>Whether the address, if there is one, can be what it says.</summary>
    public bool IsValid() => string.IsNullOrEmpty(PublicUrl)
        || Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)
        && url is { Query: "", Fragment: "", UserInfo: "" };
}
