using System.Text.Json.Serialization;

namespace BootstrapVz.Common.Layers;

/// <summary>What is known of a layer without its content.</summary>
public sealed record LayerInfo
{
    /// <summary>What is there with it: <c>minimal system</c>, <c>packages</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>The layer below it; empty for the first.</summary>
    public required string Parent { get; init; }

    /// <summary>A hash of the tasks that made it, of the program they are part of, and of the date that was given.</summary>
    public required string Steps { get; init; }

    /// <summary>What the tasks read: a hash of each thing by its name.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>The date of everything made in it, in seconds since 1970.</summary>
    public required long? Epoch { get; init; }

    /// <summary>Seconds it took to make.</summary>
    public required double Seconds { get; init; }

    /// <summary>The manifest it was made for.</summary>
    public required string Manifest { get; init; }
}

[JsonSerializable(typeof(LayerInfo))]
internal sealed partial class LayerJson : JsonSerializerContext;
