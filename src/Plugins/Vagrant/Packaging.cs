using System.Text.Json;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Images;

namespace BootstrapVz.Plugins.Vagrant;

/// <summary>Has the image placed as a box.</summary>
[Task(Phase.Preparation, "Having the image packaged as a box")]
internal sealed class PackageBox(VagrantOptions options, Manifest manifest) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var vagrantfile = options.Vagrantfile is { } path ? await File.ReadAllTextAsync(build.HostFile(path), ct) : null;
        build.Get<ImageFinishing>().Wrapper = new Box(
            Box.ProviderOf(options, manifest)!.Value, manifest.Machine.Name, manifest.System.Firmware == "uefi" || manifest.System.Bootloader == "systemd-boot", vagrantfile);
    }
}

/// <summary>Writes the catalogue, which names the box with its version and its hash.</summary>
/// <remarks>Source: Vagrant documentation, "Box Catalog Metadata".</remarks>
[Task(Phase.ImageRegistration, "Writing the box catalogue")]
[After<SealVolume>]
internal sealed class WriteCatalogue(VagrantOptions options, Manifest manifest) : BuildTask
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var outcome = build.Get<BuildOutcome>();
        var (box, catalogue) = (outcome.Images.Single(image => image.Format == "box"), options.Catalogue!);
        var file = Path.GetFileName(box.Path);
        var text = new JsonObject
        {
            ["name"] = catalogue.Name,
            ["description"] = catalogue.Description,
            ["versions"] = new JsonArray(new JsonObject
            {
                ["version"] = catalogue.Version,
                ["providers"] = new JsonArray(new JsonObject
                {
                    ["name"] = $"{Box.ProviderOf(options, manifest)}".ToLowerInvariant(),
                    ["architecture"] = manifest.Machine.Name,
                    ["url"] = catalogue.Url is { } url ? $"{url}".TrimEnd('/') + "/" + Uri.EscapeDataString(file) : new Uri(box.Path).AbsoluteUri,
                    ["checksum_type"] = "sha256",
                    ["checksum"] = box.Sha256,
                }),
            }),
        }.ToJsonString(Indented) + "\n";
        var path = Path.ChangeExtension(box.Path, "json");
        await File.WriteAllTextAsync(path, text, ct);
        outcome.Beside.Add(path);
        build.Log.Info($"the catalogue is '{path}'");
    }
}
