using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Matrix;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using IoPath = System.IO.Path;

namespace BootstrapVz.Base.Manifests;

/// <summary>A manifest that was read and found valid. Nothing changes it afterwards.</summary>
public sealed class Manifest
{
    /// <summary>The file as it was named on the command line.</summary>
    public required string Path { get; init; }

    /// <summary>Settings that are not what the file says, for a cell of a matrix.</summary>
    public IReadOnlyList<ManifestOverride> Overrides { get; init; } = [];

    /// <summary>What tells this manifest from others: its absolute path, and what is overridden in it.</summary>
    public string Origin => string.Join('\n', Overrides.Select(o => $"{o.Setting}={o.Value}").Prepend(IoPath.GetFullPath(Path)));

    /// <summary>Where the image's name stands.</summary>
    public SourceLocation NamePlace { get; init; }

    /// <summary>Where the architecture of its packages stands.</summary>
    public SourceLocation ArchitecturePlace { get; init; }

    /// <summary>The settings every build has.</summary>
    public required BaseOptions Options { get; init; }

    /// <summary>The value of <c>provider.name</c>.</summary>
    public required string ProviderName { get; init; }

    /// <summary>The provider, made with its options.</summary>
    public required Provider Provider { get; init; }

    /// <summary>The plugins with their names, in the manifest's order.</summary>
    public required IReadOnlyList<KeyValuePair<string, Plugin>> Plugins { get; init; }

    /// <summary>The options record of every unit that has one, for the constructors of tasks.</summary>
    public required IReadOnlyList<object> UnitOptions { get; init; }

    /// <summary>The release, with aliases resolved.</summary>
    public required Release Release { get; init; }

    /// <summary>Every scalar of the file by its dotted path, for variables.</summary>
    public required IReadOnlyDictionary<string, string> Scalars { get; init; }

    /// <summary>Every setting that is a secret, in the order they were read.</summary>
    public IReadOnlyList<Secret> Secrets { get; init; } = [];

    /// <summary>Findings that do not stop the build.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];

    /// <summary>Shorthand for <c>system</c>.</summary>
    public SystemOptions System => Options.System;

    /// <summary>The architecture of the machine, which the kernel and the boot loader are for.</summary>
    public DebianArchitecture Machine => ArchitectureTable.Get(System.Architecture);

    /// <summary>The architecture of all other packages: the machine's, as a rule.</summary>
    public DebianArchitecture Userspace => ArchitectureTable.Get(System.UserspaceArchitecture ?? System.Architecture);

    /// <summary>Shorthand for <c>packages</c>.</summary>
    public PackagesOptions Packages => Options.Packages;

    /// <summary>Shorthand for <c>bootstrapper</c>.</summary>
    public BootstrapperOptions Bootstrapper => Options.Bootstrapper;

    /// <summary>Shorthand for <c>volume</c>.</summary>
    public VolumeOptions Volume => Options.Volume;

    /// <summary>A path of the manifest resolved against the manifest's folder; an absolute one is kept.</summary>
    public string ResolvePath(string path) =>
        IoPath.GetFullPath(path, IoPath.GetDirectoryName(IoPath.GetFullPath(Path))!);

    /// <summary>The kinds of image to make: that of the backing first. A backing that only a provider knows is a disk.</summary>
    public IReadOnlyList<ImageFormat> Formats =>
        [.. Volume.Formats.Prepend(Volume.Backing).Distinct().Select(name => ImageFormat.Find(name) ?? new(name, ImageKind.Disk, "." + name))];

    /// <summary>The block device that is written to; null when none is.</summary>
    public string? Device => Volume.Backing == "lvm" ? $"/dev/{Volume.Volumegroup}/{Volume.Logicalvolume}" : Volume.Device;

    /// <summary>Where an image of a kind is placed: the manifest's name with the kind's suffix, or the device.</summary>
    /// <param name="format">The kind.</param>
    /// <param name="folder">The folder of images.</param>
    /// <param name="expand">Replaces the name's variables.</param>
    public string ImagePath(ImageFormat format, string folder, Func<string, string> expand) =>
        format.Kind == ImageKind.Device && Device is { } device ? device : IoPath.Combine(folder, expand(Options.Name) + format.Suffix);

    /// <summary>Whether a plugin is active.</summary>
    public bool HasPlugin(string name) => Plugins.Any(p => p.Key == name);
}
