using System.Text.Json;
using System.Text.Json.Serialization;

namespace BootstrapVz.Remote.Protocol;

/// <summary>How messages look as JSON.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BuilderMessage))]
[JsonSerializable(typeof(FrontMessage))]
public sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>The protocol both sides have to speak; raised when a message changes its meaning.</summary>
    public const int Version = 2;
}
