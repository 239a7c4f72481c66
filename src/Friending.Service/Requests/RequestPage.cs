using System.Text.Json.Serialization;
using Friending.Service.Decisions;

namespace Friending.Service.Requests;

/// <summary>How a person learns what becomes of their requests.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ToldBy>))]
public enum ToldBy
{
    /// <summary>By mail, when a person has decided or asks for more.</summary>
    [JsonStringEnumMemberName("mail")] Mail,

    /// <summary>By looking at their requests: nobody sends them anything.</summary>
    [JsonStringEnumMemberName("page")] Page,
}

/// <summary>A part of a person's own requests.</summary>
/// <param name="Items">The decisions, newest first.</param>
/// <param name="ToldBy">How the person learns what becomes of them.</param>
/// <param name="Cursor">Where to read on; absent where there is nothing more.</param>
public sealed record RequestPage(
    IReadOnlyList<Decision> Items,
    ToldBy ToldBy,
    string? Cursor);
