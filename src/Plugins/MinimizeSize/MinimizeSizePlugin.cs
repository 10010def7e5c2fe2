using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.MinimizeSize;

/// <summary>Makes images, and machines made of them, smaller.</summary>
[Plugin("minimize_size")]
public sealed class MinimizeSizePlugin(MinimizeSizeOptions options) : Plugin
{
    private static readonly string[] Shrinkable = ["raw", "qcow2", "vmdk", "vmdk-stream", "vdi"];

    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        string[] fitting = options.Shrink switch
        {
            Shrinking.Default or Shrinking.VmwareVdiskmanager => ["vmdk", "vmdk-stream"],
            Shrinking.QemuImg or Shrinking.QemuImgNoCompression => Shrinkable,
            _ => [],
        };
        if (options.Shrink != Shrinking.None && !manifest.Formats.Any(format => fitting.Contains(format.Name)))
        {
            check.Error(
                ["plugins", "minimize_size", "shrink"], ErrorCodes.Conflict, $"this shrinks {string.Join(", ", fitting)}, and the image is none of them",
                "leave 'shrink' out, or change 'volume.backing'");
        }

        if (PathFilters.Of(options.Dpkg).Count > 0 && manifest.Bootstrapper.Engine != "native")
        {
            check.Error(
                ["plugins", "minimize_size", "dpkg"], ErrorCodes.Conflict, $"{manifest.Bootstrapper.Engine} makes the minimal system without leaving files out",
                "remove 'bootstrapper.engine'");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
        tasks
            .AddIf<WritePathFilters>(PathFilters.Of(options.Dpkg).Count > 0)
            .AddIf<WriteAptMeasures>(AptSettings.Of(options.Apt).Count > 0)
            .AddIf<CompressImage>(options.Shrink == Shrinking.QemuImg && manifest.Formats.Any(format => format.Name == "qcow2"));
    }
}
