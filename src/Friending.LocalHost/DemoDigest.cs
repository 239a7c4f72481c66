using System.Text.Json;
using Friending.Service;
using Friending.Service.Digests.Sending;

namespace Friending.LocalHost;

/// <summary>Fills the weeks before this one and sends the last week's digest.</summary>
internal static class DemoDigest
{
    /// <summary>True if nothing that was sent failed.</summary>
    internal static async Task<bool> RunAsync(
        LocalHost host, HttpClient http, string[] requests, TextWriter console, CancellationToken cancellation)
    {
        var week = host.Services.GetRequiredService<DigestSchedule>().ThisWeek.Previous;
        if (await new DemoStory(host.Services, requests).KeepAsync(week, cancellation) is > 0 and var kept)
            await console.WriteLineAsync(
                $"{kept} sample decisions are now in the {DemoStory.Weeks} weeks up to {week}, reviewed, appealed and waiting.");

        using var response = await http.PostAsync(new Uri($"api/digests/{week}/send?again=true", UriKind.Relative), null, cancellation);
        var answered = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            await console.WriteLineAsync($"The digest of {week} could not be sent: {answered}\n");
            return false;
        }
        var sendings = JsonSerializer.Deserialize(answered, ServiceJson.Web.DigestSendings)!.Items;
        foreach (var sending in sendings)
            await console.WriteLineAsync($"The digest of {week} for {sending.Audience}, by {sending.Channel}: "
                + (sending.Status == DigestSendingStatus.Sent ? "sent" : sending.Error));
        if (sendings.Count == 0)
            await console.WriteLineAsync($"The digest of {week} was not sent: no channel is configured.");
        await console.WriteLineAsync($"""

            Read it as mail at {host.Emulators.MailPageUrl?.ToString() ?? "(no mail server was started)"}
            or as text:  curl {host.Address}api/digests/{week} -H 'x-functions-key: {LocalHost.DevelopmentKey}' -H 'Accept: text/plain'

            """);
        return sendings.All(s => s.Status == DigestSendingStatus.Sent);
    }
}
