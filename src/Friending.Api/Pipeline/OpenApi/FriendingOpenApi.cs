using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Friending.Policy.Documents;
using Friending.Service;
using Friending.Service.Decisions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Friending.Api.Pipeline.OpenApi;

/// <summary>Describes all operations as an OpenAPI 3.1 document, with the framework: from the endpoints,
/// their types and doc comments.</summary>
internal static class FriendingOpenApi
{
    private const string DocumentName = "v1";

    internal static void AddFriendingOpenApi(this IServiceCollection services)
    {
        // Schemas are made from these options, and typed results are written with them.
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            options.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            options.SerializerOptions.Converters.Add(new UtcTimeConverter());
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default);
            options.SerializerOptions.TypeInfoResolverChain.Insert(1, ApiJson.Default);
            options.SerializerOptions.Converters.Add(new PublishedSchema());
        });
        services.AddSingleton<PolicyExamples>();
        services.AddOpenApi(DocumentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = type => IsOneValue(type.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
            options.ShouldInclude = endpoint => endpoint.HttpMethod != HttpMethods.Head;
            options.AddOperationTransformer<OperationDescriptions>();
            options.AddSchemaTransformer<SchemaDescriptions>();
            options.AddDocumentTransformer<DocumentDescription>();
        });
        services.AddSingleton<IApiDescriptionProvider, BodyDescriptions>();
        services.AddSingleton(s => new OpenApiFile(s.GetRequiredKeyedService<IOpenApiDocumentProvider>(DocumentName)));
    }

    // Described where it stands, so that the member's own description and its values stay together.
    private static bool IsOneValue(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum || type == typeof(BigInteger) || type == typeof(DecisionId) || type == typeof(IsoWeek);
    }
}

/// <summary>Keeps the framework from describing policy documents by their types: their schema is published with them.</summary>
file sealed class PublishedSchema : JsonConverter<PolicyDocument>
{
    public override PolicyDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("These options are for schemas only.");

    public override void Write(Utf8JsonWriter writer, PolicyDocument value, JsonSerializerOptions options) =>
        throw new NotSupportedException("These options are for schemas only.");
}

/// <summary>The document as JSON. It is made at the first call and kept, since it changes with the program and its policy only.</summary>
internal sealed class OpenApiFile(IOpenApiDocumentProvider provider)
{
    private readonly Lazy<Task<byte[]>> _json = new(async () =>
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        (await provider.GetOpenApiDocumentAsync()).SerializeAsV31(new OpenApiJsonWriter(text));
        return Encoding.UTF8.GetBytes(text.ToString());
    });

    /// <summary>The document, UTF-8.</summary>
    internal Task<byte[]> ReadAsync() => _json.Value;
}
