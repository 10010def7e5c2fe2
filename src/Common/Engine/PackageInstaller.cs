using System.Globalization;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>Installs packages into a tree that has a dpkg database: the host's apt solves and orders, the tree's own dpkg installs.</summary>
public sealed class PackageInstaller(IHost host, IBuildLog log, AptSolver solver, PackageFetcher fetcher)
{
    private const string Archives = "/var/cache/apt/archives";

    /// <summary>
    /// Installs packages and what they need, without recommended ones. Those named count as wanted, the others as automatic. A kernel
    /// makes no initramfs now: see <see cref="HoldInitramfs"/>.
    /// </summary>
    /// <param name="index">The index of the image's sources.</param>
    /// <param name="root">The tree; /dev and /proc must be in place.</param>
    /// <param name="names"><c>name</c> or <c>name/suite</c>.</param>
    /// <param name="files">.deb files on the host.</param>
    /// <param name="epoch">The time that what scripts make is dated with, in seconds since 1970.</param>
    /// <param name="ct">Kills the installation.</param>
    /// <exception cref="Base.Errors.BuildException">A package does not exist, cannot be had, or its script failed; it is named.</exception>
    public async Task InstallAsync(AptIndex index, RootFs root, IReadOnlyList<string> names, IReadOnlyList<string> files, long? epoch, CancellationToken ct)
    {
        if (names.Count + files.Count == 0)
            return;
        await DaemonBlock.WriteAsync(root, ct);
        root.CreateDirectory(Archives + "/partial");
        var archives = root.Resolve(Archives);
        List<string> placed = [];
        try
        {
            // apt reads local files where dpkg will: inside the tree.
            var local = files.Select(file => Path.Combine(archives, Path.GetFileName(file))).ToList();
            foreach (var (file, target) in files.Zip(local))
                Place(file, target, placed);
            List<string> wanted = [.. names, .. local];
            var packages = await solver.InstallAsync(index, root, wanted, ct);
            await foreach (var (package, file) in fetcher.FetchAsync(packages, ct))
                Place(file, Path.Combine(archives, package.FileName), placed);
            await RunAptAsync(index, root, wanted, packages.Count, epoch, ct);
        }
        finally
        {
            placed.ForEach(File.Delete);
            File.Delete(Path.Combine(archives, "lock"));
        }
    }

    private async Task RunAptAsync(AptIndex index, RootFs root, IReadOnlyList<string> wanted, int count, long? epoch, CancellationToken ct)
    {
        log.Info($"installing {count} packages");
        var preferences = Path.Combine(index.Folder, $"preferences.{Guid.NewGuid():N}");
        try
        {
            var command = index.Command("apt-get",
            [
                .. AptSolver.RootOptions(root),
                .. await AptSolver.PinningAsync(index.Sources, preferences, ct),
                "-o", "Dir::Cache::archives=" + root.Resolve(Archives),
                "-o", "DPkg::Chroot-Directory=" + root.HostPath,
                "-o", "Dpkg::Use-Pty=false",
                // The tree can be made again: it is written to disk once, when it is a layer or an image.
                "-o", "DPkg::Options::=--force-unsafe-io",
                // No terminal is there to ask: keep what is configured, take the package's file where nothing is.
                "-o", "DPkg::Options::=--force-confdef", "-o", "DPkg::Options::=--force-confold",
                "--no-download", "--allow-downgrades", "--allow-change-held-packages",
                "install", "--", .. wanted,
            ]);
            var result = await host.RunAsync(WithoutNetwork(command, epoch), ct);
            if (result.ExitCode != 0)
                throw DpkgErrors.From(result);
        }
        finally
        {
            File.Delete(preferences);
        }
    }

    private static Command WithoutNetwork(Command command, long? epoch)
    {
        var environment = new Dictionary<string, string?>(command.Environment)
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = "/root",
            ["TERM"] = "dumb",
            ["DEBCONF_NONINTERACTIVE_SEEN"] = "true",
            [HoldInitramfs.Variable] = HoldInitramfs.No,
            ["SOURCE_DATE_EPOCH"] = epoch?.ToString(CultureInfo.InvariantCulture),
        };
        return command with
        {
            Program = "unshare",
            Arguments = ["--net", "--", command.Program, .. command.Arguments],
            Environment = environment,
            InheritEnvironment = false,
            LogOutput = true,
            AllowedExitCodes = [.. Enumerable.Range(0, 256)],
        };
    }

    private static void Place(string file, string target, List<string> placed)
    {
        placed.Add(target);
        File.Delete(target);
        if (Syscalls.MakeHardLink(-1, BytePath.FromText(Path.GetFullPath(file)), -1, BytePath.FromText(target), 0) != 0)
            File.Copy(file, target); // the store is on another file system
    }
}
