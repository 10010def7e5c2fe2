using System.Reflection;
using System.Text.Json;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Filesystems;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Plugins.Hardening;

/// <summary>Makes the changes of every measure, and writes a report of them.</summary>
[Task(Phase.SystemModification, "Hardening the system")]
[After<WriteFstab>]
internal sealed class ApplyBaseline(HardeningOptions options) : BuildTask
{
    private const string Report = "/usr/share/doc/hardening/report";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var lines = new List<string> { $"Measures of baseline {NameOf(options.Baseline)} in this image" };
        foreach (var measure in Measures.Of(options.Baseline))
        {
            lines.AddRange(["", $"{NameOf(measure.Name)}: {measure.Purpose}", "  source: " + measure.Source]);
            if (WhyNot(measure, build) is { } reason)
                lines.Add("  left out: " + reason);
            else
                lines.AddRange(await ApplyAsync(measure, build, ct));
        }

        await build.Root.WriteTextAsync(Report, string.Concat(lines.Select(line => line + "\n")), ct: ct);
        if (build.Root.FileExists("/etc/ssh/sshd_config"))
            await ServerCheck.RunAsync(build, ct);
    }

    private string? WhyNot(MeasureInfo measure, BuildContext build)
    {
        if (options.Except.Contains(measure.Name))
            return "the manifest says so";
        if (measure.Needs is { } file && !build.Root.FileExists(file))
            return $"there is no {file}";
        return measure.Folder is { } folder && build.Find<TreeLayout>()?.Layout.Mounts().Any(mount => mount.Path == folder) == true
            ? $"{folder} is a filesystem of its own, with the mount options of the manifest"
            : null;
    }

    private static async Task<IReadOnlyList<string>> ApplyAsync(MeasureInfo measure, BuildContext build, CancellationToken ct)
    {
        var done = new List<string>();
        foreach (var change in measure.Changes)
        {
            if (await change.ApplyAsync(build, ct) is { } text)
                done.Add("  " + text);
        }

        return done;
    }

    // As a manifest has it.
    private static string NameOf<T>(T word)
        where T : struct, Enum =>
        typeof(T).GetField(word.ToString())!.GetCustomAttribute<SettingAttribute>()?.Key ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString());
}
