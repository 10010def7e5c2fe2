using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.MotdRelease;

/// <summary>Adds variant and build to os-release.</summary>
/// <remarks>/etc/os-release is a link to a file of package base-files; the copy in its place keeps these lines when that is upgraded.</remarks>
[Task(Phase.SystemModification, "Naming the image in os-release")]
[Touches("/etc/os-release")]
internal sealed class SetRelease(MotdReleaseOptions options) : BuildTask
{
    private const string OsRelease = "/etc/os-release";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        (string Key, string? Value)[] fields = [("VARIANT", options.Variant), ("VARIANT_ID", options.VariantId), ("BUILD_ID", options.BuildId)];
        var given = fields.Where(field => field.Value is not null).ToList();
        var lines = (await build.Root.ReadTextAsync(OsRelease, ct)).TrimEnd('\n').Split('\n')
            .Where(line => !given.Exists(field => line.StartsWith(field.Key + "=", StringComparison.Ordinal)))
            .Concat(given.Select(field => $"{field.Key}=\"{build.Expand(field.Value!)}\""));
        build.Root.DeleteFile(OsRelease);
        await build.Root.WriteTextAsync(OsRelease, string.Concat(lines.Select(line => line + "\n")), ct: ct);
    }
}
