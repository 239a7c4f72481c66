using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Friending.Policy.Analysis;

/// <summary>Combinations of facts written as one row.</summary>
/// <param name="When">Each fact named has one of the values listed; a fact not named may have any.</param>
/// <param name="Combinations">How many combinations the row stands for.</param>
public sealed record FoldedRow(
    IReadOnlyDictionary<string, IReadOnlyList<string>> When,
    [property: JsonConverter(typeof(CountConverter))] BigInteger Combinations);

/// <summary>Counts of combinations in JSON: whole numbers, however large. (32 facts of 254 values have a number of 77 digits.)</summary>
public sealed class CountConverter : JsonConverter<BigInteger>
{
    /// <inheritdoc/>
    public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && BigInteger.TryParse(JsonElement.ParseValue(ref reader).GetRawText(), out var count)
            ? count
            : throw new JsonException("Not a whole number.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.ToString(System.Globalization.CultureInfo.InvariantCulture), skipInputValidation: true);
}
