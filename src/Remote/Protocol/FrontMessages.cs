using System.Text.Json.Serialization;
using BootstrapVz.Base.Manifests.Matrix;

namespace BootstrapVz.Remote.Protocol;

/// <summary>What a front tells its builder.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(BuildMessage), "build")]
[JsonDerivedType(typeof(CancelMessage), "cancel")]
[JsonDerivedType(typeof(AnswerMessage), "answer")]
public abstract record FrontMessage;

/// <summary>The first message: what to build.</summary>
public sealed record BuildMessage(BuildRequest Request) : FrontMessage;

/// <summary>Stop, undo what was done, report.</summary>
public sealed record CancelMessage : FrontMessage;

/// <summary>Answers a question.</summary>
public sealed record AnswerMessage(int Id, string Text) : FrontMessage;

/// <summary>One build; every path is absolute.</summary>
public sealed record BuildRequest
{
    /// <summary>The manifest as it was named on the command line, for messages.</summary>
    public required string Manifest { get; init; }

    /// <summary>Settings that are not what the manifest says.</summary>
    public IReadOnlyList<ManifestOverride> Overrides { get; init; } = [];

    /// <summary>The folder relative paths start from.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Where finished images are placed.</summary>
    public required string Output { get; init; }

    /// <summary>What is kept between builds.</summary>
    public required string Cache { get; init; }

    /// <summary>Where the image's tree is built: <c>auto</c>, <c>memory</c> or a folder.</summary>
    public string Scratch { get; init; } = "auto";

    /// <summary>Where the builder's host fetches from, <c>ORIGIN=URL</c> each.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>Assemblies with external plugins.</summary>
    public IReadOnlyList<string> PluginPaths { get; init; } = [];

    /// <summary>The time of the build for variables of the manifest; null is <c>SOURCE_DATE_EPOCH</c> or the builder's clock.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>How many processors to use; 0 is all.</summary>
    public int Jobs { get; init; }

    /// <summary>Whether a question is asked before rollback.</summary>
    public bool PauseOnError { get; init; }

    /// <summary>Whether no task's body runs.</summary>
    public bool DryRun { get; init; }

    /// <summary>An archive of old packages; null for none.</summary>
    public string? SnapshotMirror { get; init; }

    /// <summary>Whether trees are taken from the cache and kept in it.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>How many bytes of trees are kept between builds; null for the usual.</summary>
    public long? CacheLimit { get; init; }
}
