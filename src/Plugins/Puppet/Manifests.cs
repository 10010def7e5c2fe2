using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Files;
using BootstrapVz.Common.Network;

namespace BootstrapVz.Plugins.Puppet;

/// <summary>Checks that the assets are a folder.</summary>
[Task(Phase.Validation, "Checking the assets for Puppet")]
internal sealed class CheckPuppetAssets(PuppetOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        HostFolder.Require(build, "plugins.puppet.assets", options.Assets!);
        return Task.CompletedTask;
    }
}

/// <summary>Installs modules from the forge.</summary>
[Task(Phase.SystemModification, "Installing modules for Puppet")]
internal sealed class InstallModules(PuppetOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var module in options.InstallModules)
        {
            string[] version = module is [_, var given] ? ["--version", given] : [];
            string[] forge = options.Forge is { } address ? ["--module_repository", address.ToString()] : [];
            await build.Chroot.RunAsync(
                PuppetProgram.Command("puppet", ["module", "install", "--force", .. version, .. forge, .. PuppetProgram.Volatile, module[0]]), ct, network: true);
        }
    }
}

/// <summary>Copies the assets over Puppet's own folder.</summary>
[Task(Phase.SystemModification, "Copying assets for Puppet")]
[After<InstallModules>]
internal sealed class CopyPuppetAssets(PuppetOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        HostFolder.CopyAsync(build, options.Assets!, build.Root.DirectoryExists("/etc/puppetlabs") ? "/etc/puppetlabs" : "/etc/puppet", ct);
}

/// <summary>Applies the manifest inside the image.</summary>
[Task(Phase.SystemModification, "Applying the manifest of Puppet")]
[After<CopyPuppetAssets>]
[After<InstallModules>]
[After<SetHostname>]
[After<WriteHosts>]
internal sealed class ApplyPuppetManifest(PuppetOptions options, SystemOptions system) : BuildTask
{
    private const string File = "/tmp/manifest.pp";

    // 0: nothing to do, 2: changes were made. Without this option a resource that fails is no failure: puppet-apply(8).
    private static readonly int[] Applied = [0, 2];

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        await using (var content = System.IO.File.OpenRead(build.HostFile(options.Manifest!)))
            await build.Root.WriteAsync(File, content, ct: ct);

        // Facts are those of the machine to be, not of the host: its name is one that /etc/hosts has.
        var name = system.Hostname is { } own ? build.Expand(own) : "localhost";
        string[] inside = ["sh", "-c", "hostname \"$0\" && exec \"$@\"", name];
        var command = PuppetProgram.Command(
            "unshare", ["--uts", "--", .. inside, "puppet", "apply", "--detailed-exitcodes", "--color", "false", "--verbose", .. PuppetProgram.Volatile, File]);
        try
        {
            await build.Chroot.RunAsync(command with { AllowedExitCodes = Applied }, ct, options.Network);
        }
        catch (CommandFailedException error)
        {
            throw new BuildException(
                $"Puppet cannot apply '{options.Manifest}': {error.Message}",
                options.Network ? error.Hint : "it is applied without the network, which 'network: true' gives it", error);
        }

        build.Root.DeleteFile(File);
        build.Root.DeleteDirectory("/tmp/puppet");
    }
}
