using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Plugins.SshKeys;

/// <summary>Lets the holders of SSH keys log in as users there are, and sets up the SSH server.</summary>
[Plugin("ssh_keys")]
public sealed class SshKeysPlugin(SshKeysOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        foreach (var (user, keys) in options.AuthorizedKeys)
        {
            for (var i = 0; i < keys.Count; i++)
                Check(check, ["authorized_keys", user, $"{i}"], keys[i], [keys[i]]);
        }

        foreach (var (user, path) in options.AuthorizedKeysFiles)
        {
            if (manifest.ResolvePath(path) is var file && File.Exists(file))
                Check(check, ["authorized_keys_files", user], path, File.ReadAllLines(file));
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks
        .Add<AddOpenSshPackage>()
        .AddIf<AuthorizeKeys>(options.AuthorizedKeys.Count + options.AuthorizedKeysFiles.Count > 0)
        .AddIf<ConfigureServer>(options.Sshd.Count > 0);

    private static void Check(ManifestChecker check, string[] setting, string name, IReadOnlyList<string> lines)
    {
        if (!PublicKeys.AreValid(lines))
            check.Error(["plugins", "ssh_keys", .. setting], ErrorCodes.BadValue, $"'{name}' holds no SSH public key", "a key looks like 'ssh-ed25519 AAAA… comment'");
    }
}
