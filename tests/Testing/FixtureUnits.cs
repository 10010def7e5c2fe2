using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Test.Testing;

/// <summary>A provider and plugins that do nothing, with settings of every kind, for tests of the manifest language.</summary>
public static class FixtureUnits
{
    public static UnitCatalog Catalog { get; } =
        UnitCatalog.FromTypes(typeof(BoxProvider), typeof(UserPlugin), typeof(BarePlugin), typeof(SelectionPlugin));
}

public enum BoxColour
{
    Red,
    DarkBlue,
}

public sealed record BoxOptions
{
    /// <summary>What is written on the box.</summary>
    [Variables]
    public string? Label { get; init; }

    public BoxColour Colour { get; init; }

    [MinLength(1)]
    [Unique]
    public IReadOnlyList<string> Modules { get; init; } = [];
}

[Provider("box")]
public sealed class BoxProvider(BoxOptions options) : Provider
{
    public BoxOptions Options => options;

    public override ProviderSupport Support { get; } = new()
    {
        Backings = ["raw", "qcow2", "lvm", "block"],
        PartitionMaps = ["none", "msdos", "gpt"],
        Bootloaders = ["grub", "extlinux", "none", "systemd-boot"],
        Architectures = ["amd64", "arm64", "riscv64"],
        OldestRelease = "bullseye",
    };

    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
    }

    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Label == "fragile" && manifest.Volume.Backing == "raw")
            check.Error(["provider", "label"], "BVZ1031", "a fragile box is not raw");
    }
}

public sealed record UserOptions
{
    /// <summary>The account's name.</summary>
    [RegularExpression("[a-z][a-z0-9-]*")]
    public required string Username { get; init; }

    public Secret? Password { get; init; }

    [HostFile]
    public string? Pubkey { get; init; }

    [Range(1, 65535)]
    public int? Port { get; init; }

    public bool Sudo { get; init; }

    public NestedOptions Nested { get; init; } = new();

    public IReadOnlyList<IReadOnlyList<string>> Commands { get; init; } = [];

    public JsonObject? ExtraVars { get; init; }
}

public sealed record NestedOptions
{
    [Setting("kept-words")]
    public IReadOnlyList<PackageName> KeptWords { get; init; } = [];

    [OtherKeys(Pattern = "[a-z]+")]
    public IReadOnlyDictionary<string, string> Rest { get; init; } = new Dictionary<string, string>();
}

[Plugin("user")]
public sealed class UserPlugin(UserOptions options) : Plugin
{
    public UserOptions Options => options;

    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
    }
}

[Plugin("bare")]
public sealed class BarePlugin : Plugin
{
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
    }
}

public sealed record SelectionOptions
{
    [WholeValue]
    public required string Selections { get; init; }
}

[Plugin("selections")]
public sealed class SelectionPlugin(SelectionOptions options) : Plugin
{
    public SelectionOptions Options => options;

    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
    }
}
