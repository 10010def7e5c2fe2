using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Boot;

/// <summary>
/// Lets the image's own update-grub write /boot/grub/grub.cfg, so that it is what the guest would write itself. Must run in a private
/// mount namespace.
/// </summary>
public sealed class GrubMenu(IHost host, RootFs root, Chroot chroot, PartitionLayout layout)
{
    /// <summary>Writes the menu.</summary>
    /// <param name="scratch">A folder for files that live as long as this takes.</param>
    /// <param name="ct">Stops it.</param>
    public async Task WriteAsync(string scratch, CancellationToken ct)
    {
        await using var probe = await StandInAsync("/usr/sbin/grub-probe", GrubProbeScript.Probe(layout), scratch, ct);
        await using var relativePath = await StandInAsync("/usr/bin/grub-mkrelpath", GrubProbeScript.RelativePath(layout), scratch, ct);
        using var devices = new DeviceNames(root, layout);
        await chroot.RunAsync(new("update-grub"), ct);
    }

    private async Task<BindMount> StandInAsync(string program, string script, string scratch, CancellationToken ct)
    {
        var path = Path.Combine(scratch, Path.GetFileName(program));
        await File.WriteAllTextAsync(path, script, ct);
        File.SetUnixFileMode(path, RootFs.ProgramMode);
        return await BindMount.CreateAsync(host, path, root.Resolve(program), ct);
    }

    /// <summary>Names that grub.d/10_linux looks for before it writes root=UUID=.</summary>
    private sealed class DeviceNames : IDisposable
    {
        private readonly RootFs _root;
        private readonly List<string> _made = [];

        public DeviceNames(RootFs root, PartitionLayout layout)
        {
            _root = root;
            foreach (var folder in new[] { "/dev/disk", "/dev/disk/by-uuid", "/dev/mapper" })
            {
                if (root.DirectoryExists(folder))
                    continue;
                root.CreateDirectory(folder);
                _made.Add(folder);
            }

            foreach (var partition in layout.Mounted)
            {
                var device = GrubProbeScript.Device(partition);
                if (root.Exists(device))
                    continue;
                File.WriteAllBytes(root.Resolve(device), []);
                _made.Add(device);
                root.CreateLink("/dev/disk/by-uuid/" + partition.FilesystemUuid, device);
                _made.Add("/dev/disk/by-uuid/" + partition.FilesystemUuid);
            }
        }

        public void Dispose()
        {
            foreach (var path in Enumerable.Reverse(_made))
            {
                if (_root.DirectoryExists(path))
                    _root.DeleteDirectory(path);
                else
                    _root.DeleteFile(path);
            }
        }
    }
}
