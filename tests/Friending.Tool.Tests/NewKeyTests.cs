using System.Net;
using System.Text.RegularExpressions;

namespace Friending.Tool.Tests;

/// <summary>The keys that the program makes, at a service that is given their settings.</summary>
public sealed class NewKeyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_key_with_its_settings_opens_what_its_roles_say()
    {
        var made = await Tool.RunAsync("new-key", "forms_2", "audit", "Review", "Audit");
        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        var key = Assert.Single(Regex.Matches(made.Output, "^  ([A-Za-z0-9_-]{43})$", RegexOptions.Multiline)).Groups[1].Value;
        var settings = Regex.Matches(made.Output, "^  (Keys__.*)$", RegexOptions.Multiline)
            .Select(m => $"--{m.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)}").ToArray();
        Assert.Equal(3, settings.Length);

        await using var host = await LocalHost.LocalHost.StartAsync(
            ["--Port=0", "--Emulators:Mail=false", "--Emulators:InMemory=true", "--Emulators:QueuePort=0", "--Emulators:TablePort=0",
                "--Emulators:BlobPort=0", .. settings],
            TextWriter.Null, Cancelled);

        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, key, "/api/decisions?limit=1"));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, key, "/api/reviews?limit=1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, key + "A", "/api/reviews"));
        Assert.NotEqual(made.Output, (await Tool.RunAsync("new-key", "forms_2", "audit", "Review")).Output);
    }

    [Fact]
    public async Task Every_role_of_the_service_can_be_given()
    {
        var made = await Tool.RunAsync(["new-key", "forms", .. Enum.GetNames<Api.Pipeline.Authentication.Role>()]);

        Assert.Equal(
            Enum.GetNames<Api.Pipeline.Authentication.Role>().Select((role, i) => $"  Keys__forms__Roles__{i}={role}"),
            made.Output.Split('\n').Where(l => l.Contains("__Roles__", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Required argument missing")]
    [InlineData("Required argument missing", "forms")]
    [InlineData("NAME must be", "", "Submit")]
    [InlineData("NAME must be", "a b", "Submit")]
    [InlineData("NAME must be", "a__b", "Submit")]
    [InlineData("NAME must be", "a:b", "Submit")]
    [InlineData("NAME must be", "forms\n", "Submit")]
    [InlineData("There is no role Owner; the roles are Submit, Review, Audit, Admin.", "forms", "Submit", "Owner")]
    [InlineData("There is no role 3", "forms", "3")]
    [InlineData("There is no role Submit,Admin", "forms", "Submit,Admin")]
    public async Task Wrong_arguments_are_named_and_make_no_key(string why, params string[] args)
    {
        var made = await Tool.RunAsync(["new-key", .. args]);

        Assert.Equal((2, ""), (made.ExitCode, made.Output.Trim()));
        Assert.Contains(why, made.Error, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> CallAsync(LocalHost.LocalHost host, string key, string path)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Add("x-functions-key", key);
        using var answer = await http.GetAsync(path, Cancelled);
        return answer.StatusCode;
    }
}
