using System.Text.Json.Serialization;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Answers that are written by generated code, which no converter changes.</summary>
public sealed class GeneratedAnswerTests
{
    /// <summary>The types of such answers.</summary>
    public static TheoryData<Type> Answers { get; } =
    [
        .. typeof(ApiJson).GetCustomAttributesData().Where(a => a.AttributeType == typeof(JsonSerializableAttribute))
            .Select(a => (Type)a.ConstructorArguments[0].Value!),
    ];

    [Theory]
    [MemberData(nameof(Answers))]
    public void No_time_is_in_them_since_it_would_be_written_with_an_offset_instead_of_Z(Type answer)
    {
        var types = new HashSet<Type>();
        Add(answer);

        Assert.DoesNotContain(types, t => t == typeof(DateTimeOffset) || t == typeof(DateTimeOffset?) || t == typeof(DateTime));

        void Add(Type? type)
        {
            if (type is null || !types.Add(type) || ApiJson.Default.GetTypeInfo(type) is not { } info)
                return;
            Add(info.ElementType);
            foreach (var property in info.Properties)
                Add(property.PropertyType);
        }
    }
}
