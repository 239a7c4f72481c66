namespace Friending.Service.Notes;

/// <summary>Lists of words that mean the same to the note guard.</summary>
internal static class WordList
{
    /// <summary>The words, which are separated by blanks.</summary>
    internal static HashSet<string> Words(string words) => [.. words.Split(' ')];
}
