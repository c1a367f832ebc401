"""What learning needs: binary_crossentropy, road_iou, train_step."""
