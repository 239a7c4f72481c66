using System.Collections.Concurrent;
using System.Globalization;
using Friending.LocalHost.Tests.Digests;
using Friending.Service.Decisions;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests.Notices;

/// <summary>
/// Two processes tell the team of cases and are killed again and again (SIGKILL), while storage and the mail server are real. A mail server
/// takes no message once only: of a process that ends between its own claim and its own note, nobody can know what the server has. So
/// nothing is sent twice, and what is lost is exactly what such a process held, and is told as lost.
/// </summary>
public sealed class KilledNoticeTests(ITestOutputHelper output) : StorageAndMail
{
    private const int Cases = 24;

    // A Wednesday, ten o'clock in Chicago: nothing falls due before Friday.
    private static readonly DateTimeOffset s_start = new(2026, 11, 18, 10, 0, 0, TimeSpan.FromHours(-6));

    private readonly ConcurrentQueue<EndPoint> _killed = new();
    private readonly ConcurrentQueue<string> _log = new();
    private int _started;

    [Fact]
    public async Task However_often_hosts_are_killed_no_notice_is_sent_twice_and_only_what_one_held_is_lost_and_that_is_told()
    {
        await using var host = new NoticeHost(Storage.ConnectionString, Mail.SmtpPort, new DigestHost.Clock { Now = s_start });
        await host.PrepareAsync(Cancellation);
        var cases = new List<Decision>();
        for (var i = 0; i < Cases; i++)
            cases.Add(await host.AskAsync(s_start.AddMinutes(-10), $"rn-{i}"));

        await Task.WhenAll(RunKilledAsync(), RunKilledAsync());
        // When the claims of those that were killed have lapsed.
        await RunAsync(s_start.AddHours(1), seed: 0);

        var mails = await TakenMail.AllAsync(Mail.PageUrl, Cancellation);
        var told = cases.Select(c => mails.Count(m => m.IsAbout(c))).ToList();
        int KilledAt(EndPoint point) => _killed.Count(k => k == point);
        const string Lost = "is not tried again (the host that was sending it ended): Unknown";
        var lost = _log.Where(l => l.Contains(Lost, StringComparison.Ordinal)).ToList();
        output.WriteLine(FormattableString.Invariant(
            $"{Cases} cases, {_started} processes, {_killed.Count} killed: {KilledAt(EndPoint.Opened)} after opening, ")
            + FormattableString.Invariant($"{KilledAt(EndPoint.Claimed)} before the mail server had the mail, ")
            + FormattableString.Invariant($"{KilledAt(EndPoint.Taken)} after; ")
            + FormattableString.Invariant($"{mails.Count} mails."));
        Assert.All(Enum.GetValues<EndPoint>(), point => Assert.InRange(KilledAt(point), 1, Cases));
        Assert.All(told, count => Assert.InRange(count, 0, 1));
        Assert.Equal(Cases - KilledAt(EndPoint.Claimed), mails.Count);
        Assert.Equal(mails.Count, told.Sum());
        Assert.Equal(KilledAt(EndPoint.Claimed) + KilledAt(EndPoint.Taken), lost.Count);
        // What the alert on lost notices reads.
        Assert.Equal(lost.Count, _log.Count(l => l == NoticeHost.CountedLost + "arrived"));
        Assert.All(
            cases.Where((_, i) => told[i] == 0),
            missing => Assert.Contains(lost, l => l.Contains(missing.Id.ToString(), StringComparison.Ordinal)));
    }

    // One process after the other, each until it is killed, and the last until nothing is left.
    private async Task RunKilledAsync()
    {
        do
        {
            Interlocked.Increment(ref _started);
        }
        while (await RunAsync(s_start.AddSeconds(_started), seed: _started));
    }

    // Whether the process was killed.
    private async Task<bool> RunAsync(DateTimeOffset time, int seed)
    {
        using var process = OtherProcess.Start(
            NoticeHost.Process, Storage.ConnectionString, Mail.SmtpPort.ToString(CultureInfo.InvariantCulture),
            time.ToString("O", CultureInfo.InvariantCulture), seed.ToString(CultureInfo.InvariantCulture));
        while (await Eventually.ComesAsync(
            "a line of a process that tells the team", process.StandardOutput.ReadLineAsync(Cancellation).AsTask()) is { } line)
        {
            _log.Enqueue(line);
            if (!line.StartsWith(NoticeHost.KillMe, StringComparison.Ordinal))
                continue;
            process.Kill();
            await process.EndAsync("a killed process");
            _killed.Enqueue(Enum.Parse<EndPoint>(line[NoticeHost.KillMe.Length..]));
            return true;
        }
        Assert.Equal(0, await process.EndAsync("a process that has told the team"));
        return false;
    }
}
