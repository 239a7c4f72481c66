using System.Globalization;
using Friending.Service.Storage;

namespace Friending.Service.Auditing;

/// <summary>An erasure, as it is remembered: the person is a keyed hash, see <see cref="Pseudonyms.OfStaff"/>.</summary>
/// <param name="At">When it was asked for.</param>
/// <param name="Person">The hash.</param>
public sealed record RememberedErasure(DateTimeOffset At, string Person);

/// <summary>
/// Remembers who was erased, so that a restore of a backup from before, or a relay that had read their names, can erase them again.
/// Whoever reads it cannot tell who they are: they would need the key, and then could only ask whether a given person is among them.
/// </summary>
public sealed class ErasureLog(AppendLog log, Pseudonyms pseudonyms, TimeProvider time)
{
    private const string Erasures = "erasures/";

    /// <summary>Remembers that a person is to be erased.</summary>
    public Task RememberAsync(string staffId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return log.AppendAsync(
            string.Create(CultureInfo.InvariantCulture, $"{Erasures}{now.UtcDateTime:yyyy-MM}.ndjson"),
            [new RememberedErasure(now, pseudonyms.OfStaff(staffId))], ServiceJson.Web.RememberedErasure, cancellation);
    }

    /// <summary>Reads who was erased; what it gives tells whether a staff id is one of theirs.</summary>
    /// <param name="since">Only who was erased then or later.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Func<string, bool>> ReadAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var people = new HashSet<string>();
        await foreach (var blob in log.ListAsync(Erasures, cancellation))
            people.UnionWith((await log.ReadAsync(blob, ServiceJson.Web.RememberedErasure, cancellation)).Lines
                .Where(e => e.At >= since).Select(e => e.Person));
        return id => people.Contains(pseudonyms.OfStaff(id));
    }
}
