using System.Text.Json;
using System.Text.Json.Serialization;

namespace Friending.NSwag;

/// <summary>Leaves out of a body what is not stated, which NSwag's client would write as null.</summary>
public partial class FriendingClient
{
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
}
