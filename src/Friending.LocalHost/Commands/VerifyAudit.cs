using System.Globalization;
using Friending.Service.Auditing;

namespace Friending.LocalHost.Commands;

/// <summary><c>verify-audit</c>: reads the audit trail and tells of every row that was changed, removed or moved.</summary>
internal static class VerifyAudit
{
    internal const string Command = "verify-audit";

    private const string Usage = $"Usage: {Command} STORAGE [--anchor=NUMBER:HASH]…   (NUMBER and HASH as logged when the row was appended)";

    /// <returns>0 if the chain holds, 1 if not, 2 if it could not be read.</returns>
    internal static async Task<int> RunAsync(string[] args)
    {
        const string Anchor = "--anchor=";
        var anchors = new Dictionary<long, string>();
        foreach (var given in args.Where(a => a.StartsWith(Anchor, StringComparison.Ordinal)))
        {
            if (given[Anchor.Length..].Split(':') is not [var number, { Length: 64 } hash] || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var row))
            {
                await Console.Error.WriteLineAsync($"{given} is no anchor.\n{Usage}");
                return 2;
            }
            anchors[row] = hash;
        }
        return await StorageCommand.RunAsync([.. args.Where(a => !a.StartsWith(Anchor, StringComparison.Ordinal))], Usage, async services =>
        {
            var report = await services.GetRequiredService<AuditCheck>().RunAsync(anchors, CancellationToken.None);
            foreach (var problem in report.Problems)
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Row {problem.Number}: {problem.What}"));
            await Console.Out.WriteLineAsync(report.Problems.Count > 0
                ? string.Create(CultureInfo.InvariantCulture, $"The audit trail does not hold: {report.Problems.Count} problems in {report.Rows} rows.")
                : string.Create(CultureInfo.InvariantCulture, $"The audit trail holds: {report.Rows} rows{(report.Rows == 0 ? "." : $", the last has the hash {report.Hash}.")}"));
            return report.Problems.Count > 0 ? 1 : 0;
        });
    }
}
