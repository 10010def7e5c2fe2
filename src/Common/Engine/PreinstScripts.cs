using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// Runs the scripts packages have for the time before they are unpacked. On a first installation they make the first /etc/passwd,
/// diversions, and checks. One shell runs them all: starting each by itself costs more than the scripts.
/// </summary>
internal sealed class PreinstScripts(RootFs root, Chroot chroot)
{
    private const string Info = "/var/lib/dpkg/info";

    // Where dpkg has the control files of the package it unpacks; debconf learns from it whose script is running.
    private const string Running = "/var/lib/dpkg/tmp.ci";
    private const string Waiting = "/var/lib/dpkg/tmp.ci.waiting";

    private readonly StringBuilder _driver = new("export DPKG_MAINTSCRIPT_NAME=preinst DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT=1 DPKG_ADMINDIR=/var/lib/dpkg DPKG_ROOT=\n");
    private int _count;

    /// <summary>Runs those of packages that are unpacked already, all in one go; base-passwd's first, it makes the users.</summary>
    public async Task RunInstalledAsync(CancellationToken ct)
    {
        foreach (var script in root.List(Info, "*.preinst").OrderBy(path => !path.EndsWith("/base-passwd.preinst", StringComparison.Ordinal)))
        {
            var info = Path.GetFileNameWithoutExtension(script);
            var members = root.List(Info, info + ".*").Where(path => Path.GetFileNameWithoutExtension(path) == info && !path.EndsWith(".list", StringComparison.Ordinal));
            var folder = Add(info.Split(':')[0], info.Contains(':') ? info.Split(':')[1] : NativeArchitecture());
            foreach (var member in members)
                File.Copy(root.Resolve(member), Path.Combine(folder, Path.GetExtension(member)[1..]));
        }

        await RunAsync(ct);
    }

    /// <summary>Runs those of packages that are not unpacked yet.</summary>
    public async Task RunAsync(IEnumerable<UnpackedPackage> packages, CancellationToken ct)
    {
        foreach (var package in packages)
        {
            var folder = Add(package.Name, package.Architecture == "all" ? NativeArchitecture() : package.Architecture);
            foreach (var member in package.Members)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, member.Name), member.Content, ct);
                File.SetUnixFileMode(Path.Combine(folder, member.Name), (UnixFileMode)member.Mode);
            }
        }

        await RunAsync(ct);
    }

    private string NativeArchitecture() => File.ReadLines(root.Resolve("/var/lib/dpkg/arch")).First();

    private string Add(string name, string architecture)
    {
        var waiting = $"{Waiting}/{_count++}";
        root.CreateDirectory(waiting);
        File.WriteAllText(root.Resolve(waiting) + "/control", $"Package: {name}\n");
        _driver.Append($"mv {waiting} {Running}\n")
            .Append($"DPKG_MAINTSCRIPT_PACKAGE={name} DPKG_MAINTSCRIPT_ARCH={architecture} {Running}/preinst install </dev/null")
            .Append($" || {{ echo 'the preinst script of package {name} failed' >&2; exit 1; }}\n")
            .Append($"rm -r {Running}\n");
        return root.Resolve(waiting);
    }

    private async Task RunAsync(CancellationToken ct)
    {
        if (_count == 0)
            return;
        var result = await chroot.RunAsync(new Command("sh", "-s") { Input = _driver.ToString(), AllowedExitCodes = [.. Enumerable.Range(0, 256)] }, ct);
        root.DeleteDirectory(Waiting);
        if (result.ExitCode != 0)
        {
            throw new BuildException(
                $"a script that comes before unpacking failed:\n  {string.Join("\n  ", (result.Output + result.Error).TrimEnd().Split('\n').TakeLast(12))}");
        }
    }
}
