using System.Text.Json;
using System.Text.Json.Serialization;

namespace Friending.Policy.Documents;

/// <summary>A text in several languages, written in a document as <c>{"en":"…","es":"…"}</c>.</summary>
[JsonConverter(typeof(LocalizedTextConverter))]
public sealed class LocalizedText
{
    private readonly Dictionary<string, string> _byLanguage;

    /// <summary>A text from its translations, keyed by BCP 47 language tag.</summary>
    public LocalizedText(IReadOnlyDictionary<string, string> byLanguage) =>
        _byLanguage = new(byLanguage, StringComparer.OrdinalIgnoreCase);

    /// <summary>The languages this text exists in.</summary>
    public IReadOnlyCollection<string> Languages => _byLanguage.Keys;

    /// <summary>The text in <paramref name="language"/>; where that is missing, in any language there is.</summary>
    public string In(string language) =>
        _byLanguage.TryGetValue(language, out var text) ? text : _byLanguage.Values.FirstOrDefault() ?? "";

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (language, text) in _byLanguage)
            writer.WriteString(language, text);
        writer.WriteEndObject();
    }
}

internal sealed class LocalizedTextConverter : JsonConverter<LocalizedText>
{
    public override LocalizedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("a text is an object of language and text.");
        var byLanguage = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var language = reader.GetString()!;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                throw new JsonException($"the text for '{language}' is not a string.");
            if (string.IsNullOrWhiteSpace(reader.GetString()))
                throw new JsonException($"the text for '{language}' is empty.");
            if (!byLanguage.TryAdd(language, reader.GetString()!))
                throw new JsonException($"the text for '{language}' is given twice.");
        }
        return new(byLanguage);
    }

    public override void Write(Utf8JsonWriter writer, LocalizedText value, JsonSerializerOptions options) => value.WriteTo(writer);
}
