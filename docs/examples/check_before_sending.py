"""Say everything that is wrong with an update, without an account and without sending it."""

from numberwire.signalwire import check_update, handlers

for refusal in check_update(call=handlers.call.LamlWebhooks("example.com/voice"), nmae="Support"):
    print(refusal.message)
