using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Friending.Policy.Documents;

/// <summary>
/// Enum values by their names in JSON, which <see cref="JsonStringEnumMemberNameAttribute"/> tells. The converter of System.Text.Json would
/// also take several names with commas, and at a program's start it compiles a regular expression before it reads its first value.
/// </summary>
public sealed class NamesOnly<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly T[] s_values = Enum.GetValues<T>();
    private static readonly string[] s_names =
        [.. Enum.GetNames<T>().Select(n => typeof(T).GetField(n)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? n)];

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Array.IndexOf(s_names, reader.GetString()) is >= 0 and var index
            ? s_values[index]
            : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(s_names[Array.IndexOf(s_values, value)]);
}
