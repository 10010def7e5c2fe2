using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Cli.Doctor;

/// <summary>What is known of one feature on this host.</summary>
/// <param name="Feature">Its short name.</param>
/// <param name="Title">What a user does with it.</param>
/// <param name="Missing">The programs and files it lacks.</param>
/// <param name="Problems">Anything else it lacks, each with a line that mends it.</param>
internal sealed record Finding(
    string Feature,
    string Title,
    IReadOnlyList<HostNeed> Missing,
    IReadOnlyList<Base.Errors.HostRequirement> Problems)
{
    /// <summary>Whether the feature works here.</summary>
    public bool Works => Missing.Count == 0 && Problems.Count == 0;
}
