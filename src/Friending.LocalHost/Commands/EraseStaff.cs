using System.Globalization;
using Friending.Service.Retention;

namespace Friending.LocalHost.Commands;

/// <summary><c>erase-staff ID</c>: erases a staff member from every decision and from the audit trail.</summary>
internal static class EraseStaff
{
    internal const string Command = "erase-staff";

    private const string Usage = $"Usage: {Command} STAFF-ID STORAGE";

    /// <returns>0 if it is done, 2 if not.</returns>
    internal static async Task<int> RunAsync(string[] args)
    {
        if (args is not [{ Length: > 0 } staffId, .. var settings] || staffId.StartsWith('-'))
        {
            await Console.Error.WriteLineAsync($"Whom? {Usage}\n{StorageCommand.Settings}");
            return 2;
        }
        return await StorageCommand.RunAsync(settings, Usage, async services =>
        {
            var progress = new Progress<int>(read => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{read} decisions read")));
            var report = await services.GetRequiredService<StaffErasure>().RunAsync(staffId, progress, CancellationToken.None);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"Erased from {report.Decisions} decisions and {report.AuditRows} rows of the audit trail."));
            return 0;
        });
    }
}
