using System.Text;
using Friending.Service.Decisions;

namespace Friending.Api.Pipeline;

/// <summary>
/// The cursors that lists of decisions answer with: a version and the id of the last item given, as a <see cref="ListToken"/>.
/// </summary>
internal static class Cursors
{
    private const byte Version = 2;
    private const int Size = 1 + 16;

    /// <summary>How long a cursor is, characters.</summary>
    internal static int Length => ListToken.LengthOf(Size);

    /// <summary>A cursor.</summary>
    /// <param name="list">The list and its filters, in one unambiguous text.</param>
    /// <param name="after">The last item given.</param>
    internal static string Write(string list, DecisionId after)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Version;
        after.WriteBytes(bytes[1..]);
        return ListToken.Write(bytes, Encoding.UTF8.GetBytes(list));
    }

    /// <summary>The item to read on after; false if this is no cursor of that list.</summary>
    internal static bool TryRead(string text, string list, out DecisionId after)
    {
        after = default;
        Span<byte> bytes = stackalloc byte[Size];
        return ListToken.TryRead(text, bytes, Encoding.UTF8.GetBytes(list)) && bytes[0] == Version
            && DecisionId.TryParse(new Guid(bytes[1..], bigEndian: true).ToString("D"), out after);
    }
}
