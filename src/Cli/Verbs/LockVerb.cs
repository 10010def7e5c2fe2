using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Units;
using BootstrapVz.Common.Bootstrap;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Locking;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>lock MANIFEST</c>: writes down the exact packages of an image.</summary>
internal static class LockVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var manifest = SharedOptions.Manifest();
        var update = new Option<string[]>("--update")
        {
            Description = "Take new versions of these packages only, or of all when none is named; the others stay as they are locked.",
            HelpName = "PACKAGE",
            Arity = ArgumentArity.ZeroOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        var diff = new Option<bool>("--diff") { Description = "Write nothing; show what a new lock would change, and end with 1 if that is anything." };
        var cache = SharedOptions.Cache();
        var mirrors = SharedOptions.Mirror();
        var plugins = SharedOptions.PluginPath();
        var command = new Command("lock", "Writes the exact packages of an image to MANIFEST.lock, which build then obeys.") { manifest, update, diff, cache, mirrors, plugins };
        command.SetAction((parsed, ct) => RunAsync(
            new(parsed.GetRequiredValue(manifest), parsed.GetValue(update) ?? [], parsed.GetValue(diff), parsed.GetValue(cache), parsed.GetRequiredValue(mirrors), parsed.GetRequiredValue(plugins)),
            terminal, ct));
        return command;
    }

    private static async Task<int> RunAsync(Choices choices, Terminal terminal, CancellationToken ct)
    {
        var known = KnownUnits.Load(terminal, choices.Plugins);
        var manifest = await known.ReadAsync(choices.Manifest, ThisHost.Quiet, ct);
        var path = LockFile.PathFor(choices.Manifest);
        var before = File.Exists(path) ? LockFile.Parse(path, await File.ReadAllTextAsync(path, ct), manifest.Userspace.Name) : null;
        if (choices.Update.Count > 0 && before is null)
            throw new BuildException($"there is no lock '{path}' to update", $"make one: bootstrap-vz lock {choices.Manifest}");

        var settings = new BuildSettings
        {
            Mirrors = MirrorWords.Map(MirrorWords.From(terminal).Concat(choices.Mirrors)),
            UseLock = false,
            Pins = choices.Update.Count == 0 ? [] : [.. before!.Plan.All.Where(p => !choices.Update.Contains(p.Name)).Select(p => (p.Name, p.Version))],
        };
        var cache = choices.Cache is { } folder ? terminal.FullPath(folder) : terminal.XdgFolder("XDG_CACHE_HOME", ".cache");
        var preparation = new Preparation(known, manifest, settings, new(Path.Combine(cache, "run"), terminal.WorkingDirectory, cache), ThisHost.Quiet, new SilentLog());
        await preparation.RunAsync(ct);
        using var engine = preparation.Build.Find<PackageEngine>()!;
        var now = await LockMaker.MakeAsync(engine, MirrorMap.Of(settings), ct);

        var differences = before is null ? [] : LockMaker.Differences(before, now);
        foreach (var line in differences)
            await terminal.Out.WriteLineAsync(line.AsMemory(), ct);
        if (choices.Diff)
        {
            if (before is null)
                throw new BuildException($"there is no lock '{path}' to compare with", $"make one: bootstrap-vz lock {choices.Manifest}");
            await terminal.Error.WriteLineAsync((differences.Count == 0 ? $"{path}: nothing would change" : $"{path}: {differences.Count} changes").AsMemory(), ct);
            return differences.Count == 0 ? ExitCode.Success.Code() : ExitCode.BuildFailed.Code();
        }

        var draft = path + ".new";
        await File.WriteAllTextAsync(draft, now.Render(), ct);
        File.Move(draft, path, overwrite: true);
        await terminal.Error.WriteLineAsync($"{path}: {now.Plan.All.Count()} packages".AsMemory(), ct);
        return ExitCode.Success.Code();
    }

    private sealed record Choices(string Manifest, IReadOnlyList<string> Update, bool Diff, string? Cache, IReadOnlyList<string> Mirrors, IReadOnlyList<string> Plugins);
}
