using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.CloudInit;

/// <summary>Settings under <c>plugins.cloud_init</c>.</summary>
public sealed record CloudInitOptions
{
    /// <summary>The name of the user who is made on the first start, and gets the SSH keys of the machine's owner.</summary>
    [RegularExpression("[a-z_][a-z0-9_-]{0,31}")]
    public required string Username { get; init; }

    /// <summary>Groups of that user beside those Debian's configuration names (adm, sudo, video and others).</summary>
    [Unique]
    [RegularExpression("[a-z_][a-z0-9_-]{0,31}")]
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What that user may do through sudo, as in sudoers(5) behind the name; nothing with an empty list.</summary>
    [RegularExpression("[^\n]+")]
    public IReadOnlyList<string> Sudo { get; init; } = ["ALL=(ALL) NOPASSWD:ALL"];

    /// <summary>That user's login shell.</summary>
    [RegularExpression("/[^:\n]+")]
    public string Shell { get; init; } = "/bin/bash";

    /// <summary>Where the machine's data come from, in this order: <c>NoCloud, ConfigDrive</c>; by default <c>Ec2</c> for provider ec2, and what cloud-init finds elsewhere.</summary>
    [RegularExpression("[A-Za-z0-9]+( *, *[A-Za-z0-9]+)*")]
    public string? MetadataSources { get; init; }

    /// <summary>Modules that do not run, each a regular expression over the whole name.</summary>
    [Unique]
    public IReadOnlyList<string> DisableModules { get; init; } = [];

    /// <summary>Modules that run beside those of Debian's configuration, or at another place of their list.</summary>
    public EnabledModules EnableModules { get; init; } = new();
}

/// <summary>Settings under <c>plugins.cloud_init.enable_modules</c>: modules by the stage they run in.</summary>
public sealed record EnabledModules
{
    /// <summary>Modules of the stage that runs when the network is there, before anyone can log in.</summary>
    public IReadOnlyList<ModuleOptions> CloudInitModules { get; init; } = [];

    /// <summary>Modules of the stage after it.</summary>
    public IReadOnlyList<ModuleOptions> CloudConfigModules { get; init; } = [];

    /// <summary>Modules of the last stage.</summary>
    public IReadOnlyList<ModuleOptions> CloudFinalModules { get; init; } = [];
}

/// <summary>A module to run.</summary>
public sealed record ModuleOptions
{
    /// <summary>Its name.</summary>
    [RegularExpression("[A-Za-z0-9_-]+")]
    public required string Module { get; init; }

    /// <summary>The line of its list it takes, where the list's name is line 1 and the first module line 2; the end by default.</summary>
    [Range(1, 1000)]
    public int? Position { get; init; }
}
