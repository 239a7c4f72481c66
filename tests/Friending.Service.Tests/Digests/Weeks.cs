namespace Friending.Service.Tests;

/// <summary>Weeks as tests write them.</summary>
internal static class Weeks
{
    internal static IsoWeek Of(string text) => IsoWeek.TryParse(text, out var week) ? week
        : throw new ArgumentException($"{text} is no week.", nameof(text));
}
