using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Packages;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Apt;

/// <summary>The image's apt configuration is complete: sources, keys, preferences and apt.conf.</summary>
[Task(Phase.PackageInstallation, "Finishing the apt configuration")]
public sealed class AptConfigured : Milestone;

/// <summary>Checks that the keys of further sources are OpenPGP keyrings.</summary>
[Task(Phase.Validation, "Checking the trusted keys")]
public sealed class ValidateTrustedKeys(Manifest manifest) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var key in manifest.Packages.TrustedKeys)
        {
            var content = await File.ReadAllBytesAsync(manifest.ResolvePath(key), ct);
            if (!OpenPgp.IsKeyring(content))
            {
                throw new BuildException(
                    $"'{key}' under packages.trusted-keys is not an OpenPGP keyring",
                    "export the key with: gpg --export KEYID > file.gpg");
            }
        }
    }
}

/// <summary>What tells an OpenPGP keyring from any other file.</summary>
internal static class OpenPgp
{
    private const string Armour = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

    /// <summary>Whether the content is armoured, or begins with a public-key packet: tag 6, RFC 9580 sections 4.2 and 5.</summary>
    public static bool IsKeyring(byte[] content) =>
        IsArmoured(content)
        || (content.Length > 2 && (content[0] is >= 0x98 and <= 0x9b || content[0] == 0xc6));

    /// <summary>Whether the content is text that apt reads as .asc.</summary>
    public static bool IsArmoured(byte[] content) =>
        Encoding.ASCII.GetString(content, 0, Math.Min(content.Length, 256)).TrimStart().StartsWith(Armour, StringComparison.Ordinal);
}

/// <summary>Copies the keyrings of further sources to where the sources look for them.</summary>
[Task(Phase.PackageInstallation, "Installing the trusted keys")]
[Before<AptConfigured>]
public sealed class InstallTrustedKeys(PackagesOptions packages) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var key in KeyPlacement.Of(packages.TrustedKeys, build.Sources))
        {
            await using var content = File.OpenRead(build.HostFile(key.File));
            await build.Root.WriteAsync(key.ImagePath, content, ct: ct);
        }
    }
}

/// <summary>Writes the manifest's apt.conf snippets.</summary>
[Task(Phase.PackageInstallation, "Writing the apt configuration")]
[Before<AptConfigured>]
public sealed class WriteAptConf(PackagesOptions packages) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (name, text) in packages.AptConf)
        {
            var path = name.Value == "main" ? "/etc/apt/apt.conf" : "/etc/apt/apt.conf.d/" + name;
            await build.Root.WriteTextAsync(path, text.TrimEnd('\n') + "\n", ct: ct);
        }
    }
}

/// <summary>Writes the image's source lists.</summary>
[Task(Phase.PackageInstallation, "Writing the package sources")]
[After<InstallTrustedKeys>]
[Before<AptConfigured>]
public sealed class WriteSources(Release release) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        if (!build.Sources.HasTarget(release.Codename))
            build.Log.Warning($"no package source of the image has the suite '{release.Codename}'");
        foreach (var (name, lines) in build.Sources.Lists)
        {
            var path = name == "main" ? "/etc/apt/sources.list" : $"/etc/apt/sources.list.d/{name}.list";
            await build.Root.WriteTextAsync(path, string.Concat(lines.Select(line => line + "\n")), ct: ct);
        }
    }
}

/// <summary>Writes the image's package preferences.</summary>
[Task(Phase.PackageInstallation, "Writing the package preferences")]
[Before<AptConfigured>]
public sealed class WritePreferences : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (name, preferences) in build.Preferences.Lists)
        {
            var path = name == "main" ? "/etc/apt/preferences" : "/etc/apt/preferences.d/" + name;
            await build.Root.WriteTextAsync(path, string.Join('\n', preferences.Select(Render)), ct: ct);
        }
    }

    /// <summary>A block of apt_preferences(5).</summary>
    public static string Render(PreferenceOptions preference) =>
        $"Package: {preference.Package}\nPin: {preference.Pin}\nPin-Priority: {preference.PinPriority}\n";
}
