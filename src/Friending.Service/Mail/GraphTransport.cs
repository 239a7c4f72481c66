using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Friending.Service.Mail;

/// <summary>
/// Sends mail by Microsoft Graph: the MIME message in Base64 to the mailbox's <c>sendMail</c>, which answers 202.
/// Source: https://learn.microsoft.com/graph/api/user-sendmail (MIME format)
/// </summary>
internal sealed class GraphTransport : IMailTransport
{
    private const int Accepted = 202;

    private readonly MailToken _token;
    private readonly Uri _endpoint;
    private readonly Lazy<HttpPipeline> _pipeline;

    public GraphTransport(MailToken token, IOptions<CloudOptions> cloud)
    {
        _token = token;
        _endpoint = cloud.Value.Graph;
        _pipeline = new(() =>
        {
            var options = new GraphClientOptions();
            // A mail server may take its time, and a mail that was sent must not be sent again.
            options.Retry.NetworkTimeout = TimeSpan.FromSeconds(60);
            options.Retry.MaxRetries = 3;
            options.Retry.MaxDelay = TimeSpan.FromMinutes(2);
            options.Diagnostics.IsLoggingContentEnabled = false;
            return HttpPipelineBuilder.Build(options,
                new BearerTokenAuthenticationPolicy(token.Credential, new Uri(_endpoint, ".default").AbsoluteUri));
        });
    }

    /// <inheritdoc/>
    public bool IsConfigured => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        using var mime = new MemoryStream();
        await message.WriteToAsync(mime, cancellation);
        using var call = _pipeline.Value.CreateMessage();
        call.ResponseClassifier = ThrottlingOnly.Instance;
        call.Request.Method = RequestMethod.Post;
        call.Request.Uri.Reset(new Uri(_endpoint, $"v1.0/users/{Uri.EscapeDataString(message.From.Mailboxes.First().Address)}/sendMail"));
        call.Request.Headers.Add(HttpHeader.Names.ContentType, "text/plain");
        call.Request.Content = BinaryData.FromString(Convert.ToBase64String(mime.GetBuffer(), 0, (int)mime.Length));
        try
        {
            await _pipeline.Value.SendAsync(call, cancellation);
        }
        catch (AuthenticationFailedException)
        {
            throw MailToken.NoToken();
        }
        catch (Exception e) when (e is RequestFailedException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new MailException("no answer from Microsoft Graph", mayHaveArrived: true);
        }
        if (call.Response.Status != Accepted)
        {
            // A gateway that gives up does not say what became of the call behind it (RFC 9110, sections 15.6.1, 15.6.3 and 15.6.5).
            throw new MailException(
                $"Microsoft Graph answered {call.Response.Status} ({CodeOf(call.Response)})",
                mayHaveArrived: call.Response.Status is 500 or 502 or 504);
        }
        return new Dictionary<string, string>();
    }

    // The code names the kind of error; the message beside it may hold addresses.
    private static string CodeOf(Response response)
    {
        try
        {
            return JsonElement.Parse(response.Content).TryGetProperty("error", out var error) && error.TryGetProperty("code", out var code)
                && code.GetString() is { Length: <= 64 } text && text.All(char.IsAsciiLetterOrDigit) ? text : "no code";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "no code";
        }
    }

    private sealed class GraphClientOptions : ClientOptions;

    /// <summary>Only calls that Graph says it has not worked on are made again; Azure.Core waits as Retry-After says.</summary>
    private sealed class ThrottlingOnly : ResponseClassifier
    {
        internal static ThrottlingOnly Instance { get; } = new();

        public override bool IsRetriableResponse(HttpMessage message) => message.Response.Status is 429 or 503;

        public override bool IsRetriableException(Exception exception) => false;

        public override bool IsRetriable(HttpMessage message, Exception exception) => false;
    }
}
