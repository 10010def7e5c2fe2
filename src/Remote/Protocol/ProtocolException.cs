using BootstrapVz.Base.Errors;

namespace BootstrapVz.Remote.Protocol;

/// <summary>The other side of a connection said something that is no message.</summary>
public sealed class ProtocolException(string message, string? hint = null, Exception? inner = null)
    : BootstrapException(message, hint, inner);
