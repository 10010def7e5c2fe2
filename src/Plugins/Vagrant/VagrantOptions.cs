using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Vagrant;

/// <summary>Settings under <c>plugins.vagrant</c>.</summary>
public sealed record VagrantOptions
{
    /// <summary>Whose box it is: <c>libvirt</c> or <c>virtualbox</c>. By default the one that fits <c>volume.backing</c>.</summary>
    public BoxProvider? Provider { get; init; }

    /// <summary>A Vagrantfile for the box, instead of the plugin's.</summary>
    [HostFile]
    public string? Vagrantfile { get; init; }

    /// <summary>Writes a catalogue beside the box, from which <c>vagrant box add</c> and <c>outdated</c> take versions.</summary>
    public CatalogueOptions? Catalogue { get; init; }
}

/// <summary>A program that runs boxes.</summary>
public enum BoxProvider
{
    /// <summary>libvirt, by the plugin vagrant-libvirt; its disks are qcow2.</summary>
    Libvirt,

    /// <summary>VirtualBox; its disks are vmdk.</summary>
    Virtualbox,
}

/// <summary>Settings under <c>plugins.vagrant.catalogue</c>.</summary>
public sealed record CatalogueOptions
{
    /// <summary>The box's name: <c>example/trixie</c>.</summary>
    [RegularExpression("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)?")]
    public required string Name { get; init; }

    /// <summary>The box's version, numbers with dots: <c>1.2.0</c>.</summary>
    [RegularExpression(@"[0-9]+(\.[0-9A-Za-z-]+)*")]
    public required string Version { get; init; }

    /// <summary>A line about the box.</summary>
    public string Description { get; init; } = "";

    /// <summary>The address of the folder that will hold the box; without it the box is where it was built.</summary>
    public Uri? Url { get; init; }
}
