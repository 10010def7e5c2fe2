using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.GoogleCloudRepo;

/// <summary>Adds Google's key, has the manifest's sources of the archive name it, and adds the source of the keyring package where that is wanted.</summary>
[Task(Phase.Preparation, "Adding the key of Google's archive")]
[After<AddDefaultSources>]
[Before<PackagesQueued>]
internal sealed class AddGoogleKey(GoogleCloudRepoOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var key = await Repositories.AddKeyAsync(build, "google-cloud", options.Key!, ct);
        foreach (var lines in build.Sources.Lists.Values)
        {
            for (var i = 0; i < lines.Count; i++)
            {
                if (Place(lines[i].Uri) == Place(options.Url.ToString()) && lines[i].Options?.Contains("signed-by=", StringComparison.OrdinalIgnoreCase) != true)
                    lines[i] = lines[i] with { Options = $"{lines[i].Options} signed-by={key}".Trim() };
            }
        }

        if (options.EnableKeyringRepo)
        {
            build.Sources.Add("google-cloud", new(
                "deb", $"signed-by={key}", options.Url.ToString().TrimEnd('/'), AddKeyringPackage.Suite(build.Manifest.Release), ["main"]));
        }
    }

    // The same archive over http and https.
    private static string Place(string address) => address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..].TrimEnd('/');
}

/// <summary>Queues the package that keeps Google's key up to date.</summary>
[Task(Phase.Preparation, "Adding Google's keyring package")]
[After<AddGoogleKey>]
[Before<AddManifestPackages>]
internal sealed class AddKeyringPackage() : QueuePackages(Name)
{
    /// <summary>The package; its suite is named after it.</summary>
    public const string Name = "google-cloud-packages-archive-keyring";

    // The first release whose suite is called stable, as those of Google's other packages are.
    private const string FirstStable = "bookworm";

    /// <summary>Its suite.</summary>
    public static string Suite(Release release) => $"{Name}-{release}{(release >= ReleaseTable.Get(FirstStable) ? "-stable" : "")}";
}

/// <summary>Has the image's sources name the keyring of the package instead of the key the build began with, which is deleted.</summary>
[Task(Phase.SystemCleaning, "Removing the key the build began with")]
internal sealed class RemoveBootstrapKey : BuildTask
{
    private static readonly string[] Places = ["/usr/share/keyrings/", "/etc/apt/keyrings/", "/etc/apt/trusted.gpg.d/"];

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var files = (await build.Root.ReadTextAsync($"/var/lib/dpkg/info/{AddKeyringPackage.Name}.list", ct)).Split('\n');
        var keyring = Array.Find(files, file => Places.Any(place => file.StartsWith(place, StringComparison.Ordinal)) && Path.GetExtension(file) is ".gpg" or ".asc")
            ?? throw new BuildException($"package '{AddKeyringPackage.Name}' has no keyring that the sources could name", "leave out 'cleanup_bootstrap_key'");
        var key = build.Sources.Keys.Keys.Single(path => Path.GetFileNameWithoutExtension(path) == "google-cloud");
        foreach (var list in build.Root.List("/etc/apt/sources.list.d", "*.list").Append("/etc/apt/sources.list"))
        {
            var text = await build.Root.ReadTextAsync(list, ct);
            if (text.Contains(key, StringComparison.Ordinal))
                await build.Root.WriteTextAsync(list, text.Replace(key, keyring, StringComparison.Ordinal), ct: ct);
        }

        build.Root.DeleteFile(key);
    }
}
