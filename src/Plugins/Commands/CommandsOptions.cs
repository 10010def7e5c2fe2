using System.ComponentModel.DataAnnotations;

namespace BootstrapVz.Plugins.Commands;

/// <summary>Settings under <c>plugins.commands</c>.</summary>
public sealed record CommandsOptions
{
    /// <summary>
    /// The commands, run one after the other on the build host. Each is a list: a single word is given to a shell, several are a program and
    /// its arguments. <c>{root}</c> is the path of the image's root; manifest variables work too; literal braces are doubled.
    /// </summary>
    [MinLength(1)]
    public required IReadOnlyList<IReadOnlyList<string>> Commands { get; init; }
}
