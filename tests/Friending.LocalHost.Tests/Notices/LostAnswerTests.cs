using System.Globalization;
using Friending.LocalHost.Tests.Digests;
using Friending.Service.Decisions;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests.Notices;

/// <summary>
/// A server that takes a notice, and whose answer does not arrive: nobody knows whether the reader has it, so it goes out once, and is
/// counted and logged as lost (RFC 5321, section 4.5.3.2.6, on what a lost answer to the message leads to).
/// </summary>
public sealed class LostAnswerTests : StorageAndMail
{
    // A Wednesday, ten o'clock in Chicago: nothing falls due before Friday.
    private static readonly DateTimeOffset s_start = new(2026, 11, 18, 10, 0, 0, TimeSpan.FromHours(-6));

    [Fact]
    public async Task A_mail_server_that_ends_the_connection_instead_of_its_answer_gets_a_notice_once()
    {
        await using var relay = new SmtpRelay(Mail.SmtpPort) { Taken = _ => throw new IOException("The connection ends here.") };
        var asked = await AskAsync();

        AssertLost(asked, await TellAsync(s_start, relay.Port));
        AssertQuiet(await TellAsync(s_start.AddHours(1), relay.Port));

        Assert.True(Assert.Single(await TakenMail.AllAsync(Mail.PageUrl, Cancellation)).IsAbout(asked));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task Graph_that_does_not_say_whether_it_took_a_notice_is_called_once(int? status)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux does SSL_CERT_FILE say whom a process trusts.");
        await using var microsoft = await MicrosoftServers.StartAsync();
        microsoft.LosesAnswers = true;
        if (status is not null)
            microsoft.GraphStatuses.Enqueue(status.Value);
        var asked = await AskAsync();

        AssertLost(asked, await TellAsync(s_start, 1, microsoft));
        AssertQuiet(await TellAsync(s_start.AddHours(1), 1, microsoft));

        Assert.Equal(1, microsoft.GraphCalls);
        Assert.Equal(status is null ? 1 : 0, microsoft.Mails.Count);
    }

    [Fact]
    public async Task Graph_that_refuses_a_notice_is_called_again_later()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux does SSL_CERT_FILE say whom a process trusts.");
        await using var microsoft = await MicrosoftServers.StartAsync();
        microsoft.GraphStatuses.Enqueue(403);
        await AskAsync();

        AssertQuiet(await TellAsync(s_start, 1, microsoft));
        AssertQuiet(await TellAsync(s_start.AddHours(1), 1, microsoft));

        Assert.Single(microsoft.Mails);
    }

    private async Task<Decision> AskAsync()
    {
        await using var host = new NoticeHost(Storage.ConnectionString, 1, new DigestHost.Clock { Now = s_start });
        await host.PrepareAsync(Cancellation);
        return await host.AskAsync(s_start.AddMinutes(-10), "rn-7");
    }

    // A process of its own, since whom it trusts and which identity it has are settled at its start. Returns what it said.
    private async Task<string[]> TellAsync(DateTimeOffset time, int smtpPort, MicrosoftServers? microsoft = null)
    {
        using var host = OtherProcess.Start(
            [
                NoticeHost.Process, Storage.ConnectionString, smtpPort.ToString(CultureInfo.InvariantCulture),
                time.ToString("O", CultureInfo.InvariantCulture), "0",
                .. microsoft is null ? Array.Empty<string>() : ["Mail:Transport=Graph", $"Cloud:Graph={microsoft.Address}"],
            ],
            microsoft is null ? [] : [("SSL_CERT_FILE", microsoft.CertificateFile), .. microsoft.IdentityVariables]);
        var (exitCode, said, _) = await host.EndWithOutputAsync("a process that tells the team");
        Assert.Equal(0, exitCode);
        return said.Split('\n', StringSplitOptions.TrimEntries);
    }

    private static void AssertLost(Decision asked, string[] said)
    {
        Assert.Single(said, l => l == NoticeHost.CountedLost + "arrived");
        var line = Assert.Single(said, l => l.Contains("is not tried again", StringComparison.Ordinal));
        Assert.Contains(asked.Id.ToString(), line, StringComparison.Ordinal);
        Assert.EndsWith("Unknown", line, StringComparison.Ordinal);
        Assert.DoesNotContain(said, l => l.Contains(NoticeHost.Team, StringComparison.Ordinal));
    }

    private static void AssertQuiet(string[] said) =>
        Assert.DoesNotContain(said, l => l.Contains("lost", StringComparison.Ordinal) || l.Contains("again (", StringComparison.Ordinal));
}
