namespace BootstrapVz.Common.Comparison.Causes;

/// <summary>What a build could see of the machine it ran on.</summary>
/// <param name="Names">Names of things that differ from build to build, for example <c>host name</c>, with their values.</param>
/// <param name="Began">When it began.</param>
/// <param name="Ended">When it ended.</param>
public sealed record Surroundings(IReadOnlyDictionary<string, string> Names, DateTimeOffset Began, DateTimeOffset Ended);
