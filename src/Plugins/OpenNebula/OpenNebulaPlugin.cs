using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.CloudInit;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Plugins.OpenNebula;

/// <summary>Lets a machine take its network, keys and host name from the context that OpenNebula gives it.</summary>
[Plugin("opennebula")]
public sealed class OpenNebulaPlugin(OpenNebulaOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Package is { } package && manifest.ResolvePath(package) is var file && File.Exists(file) && !IsPackage(file))
            check.Error(["plugins", "opennebula", "package"], ErrorCodes.BadValue, $"'{package}' is not a Debian package", "name the file one-context_VERSION.deb of OpenNebula's releases");
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
        var cloudInit = options.Package is null;
        tasks
            .AddIf<AddContextPackage>(!cloudInit)
            .AddIf<AddCloudInitPackages>(cloudInit)
            .AddIf<LeaveHostKeysToCloudInit>(cloudInit && tasks.Contains<AddHostKeyGeneration>())
            .AddIf<SetDatasource>(cloudInit);
    }

    // deb(5): an ar archive, whose first member is called debian-binary.
    private static bool IsPackage(string file)
    {
        var start = new byte[21];
        using var content = File.OpenRead(file);
        return content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual("!<arch>\ndebian-binary"u8);
    }
}
