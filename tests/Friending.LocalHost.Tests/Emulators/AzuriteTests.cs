using Friending.LocalHost.Emulators;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests;

public sealed class AzuriteTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task One_in_memory_returns_the_row_it_was_given()
    {
        await Stored.WriteRowAsync(azurite.ConnectionString, "one", "first");

        Assert.Equal("first", await Stored.ReadRowAsync(azurite.ConnectionString, "one"));
    }

    [Fact]
    public async Task One_in_memory_returns_the_message_it_was_given()
    {
        var queue = azurite.CreateQueueServiceClient().GetQueueClient("messages");
        await queue.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);

        await queue.SendMessageAsync("plain text", TestContext.Current.CancellationToken);

        var message = await queue.ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("plain text", message.Value.MessageText);
    }

    [Fact]
    public async Task One_in_memory_returns_the_blob_that_was_appended_to()
    {
        var container = new Azure.Storage.Blobs.BlobContainerClient(azurite.ConnectionString, "appended");
        await container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        var blob = Azure.Storage.Blobs.Specialized.SpecializedBlobExtensions.GetAppendBlobClient(container, "lines");
        await blob.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);

        foreach (var line in new[] { "one,", "two" })
            await blob.AppendBlockAsync(
                new MemoryStream(System.Text.Encoding.UTF8.GetBytes(line)), cancellationToken: TestContext.Current.CancellationToken);

        var content = await blob.DownloadContentAsync(TestContext.Current.CancellationToken);
        Assert.Equal("one,two", content.Value.Content.ToString());
    }

    [Fact]
    public async Task Several_start_at_once_and_share_nothing()
    {
        var started =
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Azurite.StartInMemoryAsync(TestContext.Current.CancellationToken)));
        try
        {
            await Stored.WriteRowAsync(started[0].ConnectionString, "mine", "kept");

            Assert.Equal("kept", await Stored.ReadRowAsync(started[0].ConnectionString, "mine"));
            Assert.Null(await Stored.ReadRowAsync(started[1].ConnectionString, "mine"));
            Assert.Null(await Stored.ReadRowAsync(started[2].ConnectionString, "mine"));
        }
        finally
        {
            foreach (var azurite in started)
                await azurite.DisposeAsync();
        }
    }
}
