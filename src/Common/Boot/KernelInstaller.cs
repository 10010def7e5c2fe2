using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;
using BootstrapVz.Common.Kernel;

namespace BootstrapVz.Common.Boot;

/// <summary>
/// Has the image's own kernel-install(8) put kernels on the EFI system partition, so that they are what the guest would put there itself.
/// Must run in a private mount namespace.
/// </summary>
public sealed class KernelInstaller(IHost host, RootFs root, Chroot chroot)
{
    private const string Esp = "/boot/efi";

    /// <summary>Adds every kernel of the tree.</summary>
    /// <param name="scratch">A folder for files that live as long as this takes.</param>
    /// <param name="ct">Stops it.</param>
    public async Task AddAllAsync(string scratch, CancellationToken ct)
    {
        // Paths in boot entries begin at the mount point that stat(1) finds, and the partition's folder is none yet.
        await host.RunAsync(new("mount", "--types", "tmpfs", "--options", "mode=0755", "tmpfs", scratch), ct);
        try
        {
            await using (await BindMount.CreateAsync(host, scratch, root.Resolve(Esp), ct))
            {
                foreach (var kernel in KernelVersion.AllOf(root))
                {
                    await chroot.RunAsync(
                        new("kernel-install", "add", kernel.Version, kernel.Path)
                        {
                            Environment = new Dictionary<string, string?> { ["BOOT_ROOT"] = Esp },
                        },
                        ct);
                }
            }

            Move(scratch, root.Resolve(Esp));
        }
        finally
        {
            await host.RunAsync(new("umount", "--lazy", scratch), CancellationToken.None);
        }
    }

    private static void Move(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Move(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        foreach (var folder in Directory.EnumerateDirectories(from))
            Move(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
