using System.CommandLine;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Layers;

namespace BootstrapVz.Cli.Verbs;

/// <summary>The options of <c>build</c>. Those of the original keep its spelling.</summary>
internal sealed class BuildOptions
{
    /// <summary>Folder of the log file.</summary>
    public Option<string?> Log { get; } = new("--log")
    {
        Description = "Folder for the log file; - for none. [default: /var/log/bootstrap-vz for root, else $XDG_STATE_HOME/bootstrap-vz/log]",
        HelpName = "DIR|-",
    };

    /// <summary>Whether to ask before rollback.</summary>
    public Option<bool> PauseOnError { get; } = new("--pause-on-error") { Description = "Wait for Enter before rolling back." };

    /// <summary>Whether no task's body runs.</summary>
    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Check the manifest and show every task, but run none." };

    /// <summary>Colours.</summary>
    public Option<string> Color { get; } = SharedOptions.Word("--color", "Colours on the console.", "auto", "always", "never");

    /// <summary>Whether the console shows everything.</summary>
    public Option<bool> Debug { get; } = new("--debug") { Description = "Show on the console what the log file gets, stack traces included." };

    /// <summary>How progress is shown.</summary>
    public Option<string> Progress { get; } = SharedOptions.Word("--progress", "How progress is shown on standard error.", "auto", "plain", "json", "none");

    /// <summary>Whether the result is JSON.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print the result as one JSON object." };

    /// <summary>Where images go.</summary>
    public Option<string?> Output { get; } = new("--output") { Description = "Folder for the image. [default: the manifest's bootstrapper.workspace]", HelpName = "DIR" };

    /// <summary>The device that is written to.</summary>
    public Option<string?> Device { get; } = new("--device") { Description = "The block device to write to, for backing 'block'. Everything on it is overwritten.", HelpName = "PATH" };

    /// <summary>What is kept between builds.</summary>
    public Option<string?> Cache { get; } = SharedOptions.Cache();

    /// <summary>Whether every task runs.</summary>
    public Option<bool> NoCache { get; } = new("--no-cache") { Description = "Make everything anew, and keep nothing but downloads for later builds." };

    /// <summary>How much is kept between builds.</summary>
    public Option<Bytes> CacheLimit { get; } = SharedOptions.Size("--cache-limit", "How much space trees may take in the cache; those not used for longest go.", LayerStore.DefaultLimit);

    /// <summary>Where this host fetches from.</summary>
    public Option<string[]> Mirror { get; } = SharedOptions.Mirror();

    /// <summary>Where packages are that the mirror has no more.</summary>
    public Option<string?> SnapshotMirror { get; } = new("--snapshot-mirror")
    {
        Description = "An archive of old packages, asked for those of the lock file that the mirror does not have any more.",
        HelpName = "URL",
    };

    /// <summary>External plugins.</summary>
    public Option<string[]> PluginPath { get; } = SharedOptions.PluginPath();

    /// <summary>Where the tree is built.</summary>
    public Option<string> Scratch { get; } = new("--scratch")
    {
        Description = "Where the image's tree is built: in memory while it fits (auto), in memory, or in a folder.",
        HelpName = "auto|memory|DIR",
        DefaultValueFactory = static _ => "auto",
    };

    /// <summary>How much at the same time.</summary>
    public Option<int> Jobs { get; } = NewJobs();

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All =>
        [Log, PauseOnError, DryRun, Color, Debug, Progress, Json, Output, Device, Cache, NoCache, CacheLimit, Mirror, SnapshotMirror, PluginPath, Scratch, Jobs];

    /// <summary>Those that also make sense for a build whose image is only looked at.</summary>
    public IReadOnlyList<Option> ForTrial => [.. All.Except([PauseOnError, DryRun, Json, Output, Device])];

    private static Option<int> NewJobs()
    {
        var jobs = new Option<int>("--jobs") { Description = "Processors to use, which is also how many cells of a matrix run at most. [default: all]", HelpName = "N" };
        jobs.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number > 0))
                result.AddError($"option '--jobs' takes a number from 1 on, not '{token.Value}'");
        });
        return jobs;
    }
}

/// <summary>What the user chose.</summary>
internal sealed record BuildChoices(
    string? Log, bool PauseOnError, bool DryRun, string Color, bool Debug, string Progress, bool Json, string? Output, string? Device, string? Cache, bool NoCache, Bytes CacheLimit,
    IReadOnlyList<string> Mirrors, string? SnapshotMirror, IReadOnlyList<string> PluginPaths, string Scratch, int Jobs)
{
    /// <summary>How many processors are used.</summary>
    public int Processors => Jobs > 0 ? Jobs : Environment.ProcessorCount;

    /// <summary>Reads the choices from a command line.</summary>
    public static BuildChoices From(ParseResult parsed, BuildOptions options) => new(
        parsed.GetValue(options.Log),
        parsed.GetValue(options.PauseOnError),
        parsed.GetValue(options.DryRun),
        parsed.GetRequiredValue(options.Color),
        parsed.GetValue(options.Debug),
        parsed.GetRequiredValue(options.Progress),
        parsed.GetValue(options.Json),
        parsed.GetValue(options.Output),
        parsed.GetValue(options.Device),
        parsed.GetValue(options.Cache),
        parsed.GetValue(options.NoCache),
        parsed.GetRequiredValue(options.CacheLimit),
        parsed.GetRequiredValue(options.Mirror),
        parsed.GetValue(options.SnapshotMirror),
        parsed.GetRequiredValue(options.PluginPath),
        parsed.GetRequiredValue(options.Scratch),
        parsed.GetValue(options.Jobs));
}
