using Friending.Service.Decisions;
using Xunit;

namespace Friending.Api.Tests;

public sealed class CursorTests
{
    private static readonly DecisionId s_id = DecisionId.NewAt(new(2026, 11, 22, 15, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_cursor_is_short_whatever_the_list_and_leads_to_its_item()
    {
        var cursor = Cursors.Write("list", s_id);

        Assert.True(Cursors.TryRead(cursor, "list", out var read));
        Assert.Equal(s_id, read);
        Assert.Equal(32, cursor.Length);
        Assert.Equal(32, Cursors.Write(new string('x', 100_000), s_id).Length);
    }

    [Fact]
    public void A_cursor_with_any_one_character_changed_added_or_left_out_is_refused()
    {
        var cursor = Cursors.Write("list", s_id);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ .\n\0é";

        for (var at = 0; at < cursor.Length; at++)
        {
            foreach (var c in Alphabet.Where(c => c != cursor[at]))
                Assert.False(Cursors.TryRead(cursor[..at] + c + cursor[(at + 1)..], "list", out _), $"{c} at {at}");
            Assert.False(Cursors.TryRead(cursor.Remove(at, 1), "list", out _));
            Assert.False(Cursors.TryRead(cursor.Insert(at, "A"), "list", out _));
        }
        Assert.False(Cursors.TryRead("", "list", out _));
        Assert.False(Cursors.TryRead(new string('A', 32), "list", out _));
    }

    [Theory]
    [InlineData("list", "List")]
    [InlineData("list\na", "list\na\n")]
    [InlineData("list", "")]
    public void A_cursor_belongs_to_its_list_and_filters(string given, string used) =>
        Assert.False(Cursors.TryRead(Cursors.Write(given, s_id), used, out _));
}
