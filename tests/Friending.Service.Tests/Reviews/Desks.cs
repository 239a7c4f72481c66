using Friending.Service.Decisions;
using Friending.Service.Policies;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using static Microsoft.Extensions.Options.Options;

namespace Friending.Service.Tests;

/// <summary>What reviewers work with, on a storage account alone.</summary>
internal static class Desks
{
    /// <summary>The due times of settings that nobody changed, in UTC.</summary>
    internal static ReviewDeadline Deadline { get; } = new(Create(new ReviewOptions()), Create(new TimeZoneOptions()));

    /// <summary>The list of reviews.</summary>
    internal static ReviewList ListOf(StorageAccount account, DecisionStore store) => new(account, store, Deadline);

    /// <summary>A desk at which it is always the same time.</summary>
    internal static ReviewDesk Of(StorageAccount account, DecisionStore store, PolicyArchive archive, DateTimeOffset now)
    {
        var list = ListOf(account, store);
        return new(new(store, list), store, list, Deadline, archive, new FixedTime(now), Create(new OfferedGroups()));
    }
}
