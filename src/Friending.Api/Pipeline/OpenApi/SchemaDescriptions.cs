using System.Numerics;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Friending.Service;
using Friending.Service.Decisions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Friending.Api.Pipeline.OpenApi;

/// <summary>Corrects the schemas of types of which the framework does not know how they are written as JSON.</summary>
internal sealed class SchemaDescriptions : IOpenApiSchemaTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var isNull = type != context.JsonTypeInfo.Type ? JsonSchemaType.Null : 0;
        if (type == typeof(DecisionId))
            (schema.Type, schema.Format) = (JsonSchemaType.String | isNull, "uuid");
        else if (type == typeof(IsoWeek))
            (schema.Type, schema.Pattern) = (JsonSchemaType.String | isNull, "^[0-9]{4}-W[0-9]{2}$");
        else if (type == typeof(DateTimeOffset))
            (schema.Type, schema.Format) = (JsonSchemaType.String | isNull, "date-time");
        else if (type == typeof(BigInteger))
            (schema.Type, schema.Format, schema.Properties) = (JsonSchemaType.Integer | isNull, "int64", null);
        else if (type.IsEnum)
            schema.Type ??= JsonSchemaType.String | isNull;
        // Elements of any kind, such as the evaluations of a batch, of which each may be wrong by itself.
        else if (schema.Type is { } kind && kind.HasFlag(JsonSchemaType.Array))
            schema.Items ??= new OpenApiSchema();
        // A parameter of a record that may be left out; that it is null then says nothing.
        if (schema.Default is { } value && value.GetValueKind() == System.Text.Json.JsonValueKind.Null)
            schema.Default = null;
        DropOmitted(schema, context.JsonTypeInfo);
        return Task.CompletedTask;
    }

    // A member that is left out when it is null cannot be counted on, whatever its type's constructor asks for.
    private static void DropOmitted(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (schema.Required is not { Count: > 0 } required)
            return;
        foreach (var property in type.Properties.Where(p => p.IsGetNullable))
        {
            var own = property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
                .OfType<JsonIgnoreAttribute>().SingleOrDefault()?.Condition;
            if (own != JsonIgnoreCondition.Never)
                required.Remove(property.Name);
        }
    }
}
