using System.Text;
using Friending.Policy;
using Friending.Policy.Engine;
using Friending.Service.Policies;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests;

public sealed class PolicyArchiveTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_policy_that_is_no_longer_active_is_found_by_its_hash_and_decides_as_it_did()
    {
        var account = await AccountAsync();
        var before = DefaultPolicy.Load();
        await new PolicyArchive(account, before).KeepActiveAsync(TestContext.Current.CancellationToken);
        await new PolicyArchive(account, before).KeepActiveAsync(TestContext.Current.CancellationToken);

        var after = new PolicyArchive(account, Small("after"));
        var found = await after.FindAsync(before.Reference.Sha256, TestContext.Current.CancellationToken);

        Assert.NotNull(found);
        Assert.NotSame(before, found);
        Assert.Equal(before.Reference, found.Reference);
        Assert.Equal(before.Source.ToArray(), found.Source.ToArray());
        Assert.Null(await after.FindAsync(new string('0', 64), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_document_larger_than_a_table_property_is_kept_whole()
    {
        // Random text does not compress, so this needs several properties of 64 KiB.
        var random = new byte[300 * 1024];
        new Random(1).NextBytes(random);
        var large = Small("large", title: Convert.ToBase64String(random));
        var account = await AccountAsync();

        await new PolicyArchive(account, large).KeepActiveAsync(TestContext.Current.CancellationToken);
        var found =
            await new PolicyArchive(account, Small("other")).FindAsync(large.Reference.Sha256, TestContext.Current.CancellationToken);

        Assert.Equal(large.Source.ToArray(), found!.Source.ToArray());
    }

    private async Task<StorageAccount> AccountAsync()
    {
        var account = new StorageAccount(Options.Create(new StorageOptions { ConnectionString = azurite.ConnectionString }));
        await account.CreateMissingAsync(TestContext.Current.CancellationToken);
        return account;
    }

    private static PolicyDecisionPoint Small(string version, string title = "Small") =>
        PolicyDecisionPoint.Load(Encoding.UTF8.GetBytes($$"""
        {"id":"small","version":"{{version}}","title":{"en":"{{title}}"},"languages":["en"],"outcomes":[{"value":"permit","kind":"permit"}],"otherwise":"permit","facts":[],"guidelines":[]}
        """));
}
