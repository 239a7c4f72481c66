using Friending.Service.Decisions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Api.Tests;

public sealed class CursorTests
{
    private const string Secret = "a secret of more than thirty-two characters";

    private static readonly DecisionId s_id = DecisionId.NewAt(new(2026, 11, 22, 15, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_cursor_is_read_by_every_instance_that_shares_the_secret_and_by_no_other()
    {
        var cursor = With(Secret).Write("list", s_id);

        Assert.True(With(Secret).TryRead(cursor, "list", out var read));
        Assert.Equal(s_id, read);
        Assert.False(With(Secret + ".").TryRead(cursor, "list", out _));
        Assert.False(With(null).TryRead(cursor, "list", out _));
        Assert.False(With(null).TryRead(With(null).Write("list", s_id), "list", out _));
        Assert.Equal(44, cursor.Length);
        Assert.Equal(44, With(Secret).Write(new string('x', 100_000), s_id).Length);
    }

    [Fact]
    public void A_cursor_with_any_one_character_changed_added_or_left_out_is_refused()
    {
        var cursors = With(Secret);
        var cursor = cursors.Write("list", s_id);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ .\n\0é";

        for (var at = 0; at < cursor.Length; at++)
        {
            foreach (var c in Alphabet.Where(c => c != cursor[at]))
                Assert.False(cursors.TryRead(cursor[..at] + c + cursor[(at + 1)..], "list", out _), $"{c} at {at}");
            Assert.False(cursors.TryRead(cursor.Remove(at, 1), "list", out _));
            Assert.False(cursors.TryRead(cursor.Insert(at, "A"), "list", out _));
        }
        Assert.False(cursors.TryRead("", "list", out _));
        Assert.False(cursors.TryRead(new string('A', 44), "list", out _));
    }

    [Theory]
    [InlineData("list", "List")]
    [InlineData("list\na", "list\na\n")]
    [InlineData("list", "")]
    public void A_cursor_belongs_to_its_list_and_filters(string given, string used)
    {
        var cursors = With(Secret);
        Assert.False(cursors.TryRead(cursors.Write(given, s_id), used, out _));
    }

    [Fact]
    public async Task A_secret_that_is_too_short_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(async () => await LocalHost.LocalHost.StartAsync(
            ["--Port=0", "--Emulators:Mail=false", "--Storage:ConnectionString=UseDevelopmentStorage=true", "--Storage:CreateMissing=false", "--Cursors:Key=short"],
            TextWriter.Null, TestContext.Current.CancellationToken));
        Assert.Contains("Cursors:Key", error.Message, StringComparison.Ordinal);
    }

    private static Cursors With(string? key) => new(Options.Create(new CursorOptions { Key = key }));
}
