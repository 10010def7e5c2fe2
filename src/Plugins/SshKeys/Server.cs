using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Files;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Plugins.SshKeys;

/// <summary>Lets the holders of the keys log in. It comes late, so that the users of every other plugin are there.</summary>
[Task(Phase.UserModification, "Authorizing SSH keys")]
[After<FilesCopied>]
internal sealed class AuthorizeKeys(SshKeysOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (user, keys) in options.AuthorizedKeys)
            await PublicKeys.AuthorizeAsync(build, user, keys, ct);
        foreach (var (user, file) in options.AuthorizedKeysFiles)
            await PublicKeys.AuthorizeAsync(build, user, await File.ReadAllLinesAsync(build.HostFile(file), ct), ct);
    }
}

/// <summary>Writes the settings of the SSH server before all others, and has sshd(8) check them.</summary>
[Task(Phase.UserModification, "Setting up the SSH server")]
[After<FilesCopied>]
internal sealed class ConfigureServer(SshKeysOptions options) : BuildTask
{
    // The first value of a keyword wins, and drop-ins are read in the order of their names: sshd_config(5), Include.
    private const string DropIn = "/etc/ssh/sshd_config.d/00-manifest.conf";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        await build.Root.WriteTextAsync(DropIn, string.Concat(options.Sshd.Select(setting => $"{setting.Key} {setting.Value}\n")), ct: ct);
        await ServerCheck.RunAsync(build, ct);
    }
}
