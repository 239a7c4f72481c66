using System.Collections.Concurrent;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Friending.Pages.Tests;

/// <summary>What a page costs whoever opens it for the first time: everything the browser fetches for it, headers and data too.</summary>
public sealed class PageWeightTests(AppFixture app, Browser browser, ITestOutputHelper output)
{
    private const int Limit = 100 * 1024;

    [Theory]
    [InlineData("/", "nurse")]
    [InlineData("/reviews", "reviewer")]
    [InlineData("/mine", "nurse")]
    [InlineData("/decisions", "auditor")]
    [InlineData("/digests", "auditor")]
    [InlineData("/policy", "administrator")]
    public async Task A_page_loads_in_under_100_KiB_in_all_and_asks_no_other_host(string path, string person)
    {
        if (path is "/decisions" or "/mine")
            await FillListsAsync();
        await using var visit = await Visit.StartAsync(browser, app.Address, person);
        var requests = new ConcurrentBag<IRequest>();
        visit.Page.RequestFinished += (_, request) => requests.Add(request);
        await visit.OpenAsync(path);
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        var total = 0;
        foreach (var request in requests)
        {
            Assert.Equal(app.Address.Authority, new Uri(request.Url).Authority);
            var sizes = await request.SizesAsync();
            total += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
            output.WriteLine($"{sizes.ResponseBodySize,7} + {sizes.ResponseHeadersSize,4}  {new Uri(request.Url).PathAndQuery}");
        }
        output.WriteLine($"{path}: {total / 1024.0:F1} KiB in {requests.Count} answers, with {browser.Description}");
        Assert.True(requests.Count > 8);
        Assert.InRange(total, 10 * 1024, Limit);
    }

    // More than a list shows at first: what stands there is a part of what a page weighs, and other tests must not decide how large.
    private async Task FillListsAsync()
    {
        for (var n = 0; n < 26; n++)
            await Cases.DeclinedAsync(app);
    }
}
