using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Host;

/// <summary>The host's programs this build needs; tasks of the validation phase add theirs before <see cref="CheckHostTools"/>.</summary>
public sealed class RequiredTools
{
    private readonly SortedDictionary<string, string> _tools = new(StringComparer.Ordinal);

    /// <summary>The programs with what each is for.</summary>
    public IReadOnlyDictionary<string, string> Tools => _tools;

    /// <summary>Adds programs.</summary>
    /// <param name="purpose">What they are for, as in <c>needed for …</c>.</param>
    /// <param name="programs">Their names.</param>
    public void Add(string purpose, params IEnumerable<string> programs)
    {
        foreach (var program in programs)
            _tools.TryAdd(program, purpose);
    }
}

/// <summary>Checks that the host has every program the build will start.</summary>
[Task(Phase.Validation, "Checking that the host has the programs needed")]
public sealed class CheckHostTools : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var required = build.Get<RequiredTools>();
        required.Add("opening the root", "mount", "umount", "chroot", "unshare");
        foreach (var tool in required.Tools)
            build.Log.Debug($"needed: {tool.Key}, for {tool.Value}");
        HostRequirement[] missing =
        [
            .. required.Tools.Where(tool => build.Host.Find(tool.Key) is null)
                .Select(tool => new HostRequirement(
                    $"the program '{tool.Key}' for {tool.Value}",
                    $"apt-get install {ToolPackages.Of(tool.Key)}")),
        ];
        return missing.Length == 0 ? Task.CompletedTask : throw new HostRequirementException(missing);
    }
}
