using System.ComponentModel.DataAnnotations;

namespace BootstrapVz.Providers.Kvm;

/// <summary>Settings under <c>provider</c> for kvm.</summary>
public sealed record KvmOptions
{
    /// <summary>virtio modules to force into the initramfs; Debian's default initramfs has them all.</summary>
    [MinLength(1)]
    [AllowedValues("virtio", "virtio_pci", "virtio_balloon", "virtio_blk", "virtio_net", "virtio_ring")]
    public IReadOnlyList<string> Virtio { get; init; } = [];

    /// <summary>Where the console is: <c>serial</c>, or <c>virtual</c> for the screen beside the serial port.</summary>
    [AllowedValues("serial", "virtual")]
    public string Console { get; init; } = "serial";

    /// <summary>The kernel: <c>generic</c> with all drivers, or the smaller <c>cloud</c> with those of virtual machines.</summary>
    [AllowedValues("generic", "cloud")]
    public string Kernel { get; init; } = "generic";
}
